/// Finds what somebody meant who wrote a name that does not exist.
package enum NearestName {
  /// The known name with the fewest edits, where that is few enough to be a slip.
  package static func of(_ name: String, among known: [String]) -> String? {
    // A longer or shorter form of the same word is meant even where it differs by many letters.
    let related = known.filter { $0.count > 2 && (name.hasPrefix($0) || $0.hasPrefix(name)) }
    if related.count == 1 { return related[0] }
    let scored = known.map { (editDistance($0.lowercased(), name.lowercased()), $0) }
    guard let best = scored.min(by: { $0.0 < $1.0 }), best.0 <= max(2, name.count / 3) else {
      return nil
    }
    return best.1
  }

  /// `; did you mean 'x'?` or nothing.
  package static func hint(_ name: String, among known: [String]) -> String {
    of(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
  }
}

/// The number of single-character edits between two names (Levenshtein 1966).
package func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let change = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
