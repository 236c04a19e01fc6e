import Gating
import Vices

/// Picks members of a list by their names.
enum NamedChoice {
  /// The vices of names separated by commas.
  static func vices(_ names: String) throws -> [any Vice.Type] {
    try members(names, of: Vices.all, called: "vice") { $0.id }
  }

  /// The innocents of names separated by commas.
  static func innocents(_ names: String) throws -> [Innocent] {
    try members(names, of: Innocents.all, called: "innocent") { $0.id }
  }

  private static func members<Member>(
    _ names: String, of all: [Member], called kind: String, id: (Member) -> String
  ) throws -> [Member] {
    try names.split(separator: ",").map { name in
      guard let member = all.first(where: { id($0) == name }) else {
        let known = all.map(id)
        throw UsageError(
          "there is no \(kind) '\(name)'; the \(kind)s are \(known.joined(separator: ", "))"
            + NearestName.hint(String(name), among: known))
      }
      return member
    }
  }
}
