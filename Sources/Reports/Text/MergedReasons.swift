/// Reasons that differ in their numbers alone, said once with the numbers' range.
///
/// `4 isolated stars; 5 needed` and `1 isolated stars; 5 needed` become `1 to 4 isolated stars; 5 needed`: a row over many
/// scenes would otherwise list the same sentence for each of them.
package enum MergedReasons {
  /// The reasons in their order, each shape once.
  package static func merged(_ reasons: [String]) -> [String] {
    var shapes: [[String]] = []
    var ranges: [[(low: Int, high: Int)]] = []
    for reason in reasons {
      let (words, numbers) = parts(of: reason)
      if let known = shapes.firstIndex(of: words) {
        for (place, number) in numbers.enumerated() {
          ranges[known][place].low = min(ranges[known][place].low, number)
          ranges[known][place].high = max(ranges[known][place].high, number)
        }
      } else {
        shapes.append(words)
        ranges.append(numbers.map { ($0, $0) })
      }
    }
    return zip(shapes, ranges).map { words, numbers in
      var text = words[0]
      for (number, word) in zip(numbers, words.dropFirst()) {
        text += number.low == number.high ? "\(number.low)" : "\(number.low) to \(number.high)"
        text += word
      }
      return text
    }
  }

  /// The text around the whole numbers, one piece more than there are numbers, and the numbers.
  ///
  /// Digits that are part of a decimal, of a name, or too many for a number stay text.
  private static func parts(of reason: String) -> (words: [String], numbers: [Int]) {
    var words = [""]
    var numbers: [Int] = []
    let characters = Array(reason)
    var index = 0
    while index < characters.count {
      var end = index
      while end < characters.count, ("0"..."9").contains(characters[end]) { end += 1 }
      guard end > index else {
        words[words.count - 1].append(characters[index])
        index += 1
        continue
      }
      let isFree =
        (index == 0 || characters[index - 1] == " ")
        && (end == characters.count || " ;,".contains(characters[end]))
      let text = String(characters[index..<end])
      if isFree, let number = Int(text), String(number) == text {
        numbers.append(number)
        words.append("")
      } else {
        words[words.count - 1] += text
      }
      index = end
    }
    return (words, numbers)
  }
}
