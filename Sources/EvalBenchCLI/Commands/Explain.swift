import ArgumentParser
import CheckPages
import Gating

/// `evalbench explain ID`: what a check measures, why, how, and how to read it.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the page of a check: what it measures, why it matters, how to read it.",
    discussion: "The ids are those of 'evalbench list checks'.")

  @Argument(help: "The check's id, such as star-loss.")
  var id: String

  func run() throws {
    guard let page = CheckPages.page(of: id.lowercased()) else {
      let near = Self.nearest(to: id.lowercased())
      throw UsageError(
        "there is no check '\(id)'; the nearest \(near.count == 1 ? "is" : "are") \(near.joined(separator: ", ")) (all: evalbench list checks)"
      )
    }
    var text = page
    while text.hasSuffix("\n") { text.removeLast() }
    try Console.result(text)
  }

  /// Up to three ids: those that hold the word or a part of it first, then those of the fewest edits.
  static func nearest(to word: String) -> [String] {
    let pieces = word.split { !$0.isLetter && !$0.isNumber }.map { String($0) }
      .filter { $0.count > 2 }
    func shared(_ id: String) -> Int {
      pieces.count { piece in
        id.split(separator: "-").map { String($0) }.contains {
          $0.hasPrefix(piece) || piece.hasPrefix($0)
        }
      }
    }
    let ranked = CheckPages.all.map(\.id).sorted {
      (-shared($0), editDistance($0, word), $0) < (-shared($1), editDistance($1, word), $1)
    }
    return Array(ranked.prefix(3))
  }
}
