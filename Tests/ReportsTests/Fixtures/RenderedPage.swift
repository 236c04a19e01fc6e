internal import TestSupport
internal import Testing

/// A page that a failing test names and does not print.
struct RenderedPage: CustomTestStringConvertible {
  var text: String

  var testDescription: String { "the page" }

  init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

  /// What a browser without scripts has of it.
  var withoutScripts: RenderedPage {
    RenderedPage(Array(text.replacing(/<script[^>]*>[\s\S]*?<\/script>/, with: "").utf8))
  }

  /// The page with the files that it carries in plain words.
  var unpacked: RenderedPage {
    get throws { RenderedPage(Array(try CarriedFiles.unpacked(text).utf8)) }
  }

  /// Searches by scalars, as a browser reads: a quote with an accent on it is still a quote.
  func contains(_ needle: String) -> Bool {
    let (whole, part) = (Array(text.utf8), Array(needle.utf8))
    guard let first = part.first, whole.count >= part.count else { return part.isEmpty }
    return (0...(whole.count - part.count)).contains { start in
      whole[start] == first && whole[start..<start + part.count].elementsEqual(part)
    }
  }
}
