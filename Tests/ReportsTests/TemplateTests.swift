internal import Foundation
internal import Reports
internal import Testing

@Suite("the templates")
struct TemplateTests {
  @Test("are all in the list, and the list has no other")
  func folder() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Reports/Templates").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(files.sorted() == HTMLTemplates.sources.map { "\($0.name).mustache" })
  }

  @Test("leave nothing unescaped but drawings that Swift made")
  func unescaped() {
    for (name, bytes) in HTMLTemplates.sources {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("{{&"), "\(name)")
      for match in text.matches(of: /\{\{\{([^}]*)\}\}\}/) {
        #expect(
          [
            "swatch", "spread", "loss", "validation", "svg", "bar",
            // The program's own scripts.
            "script",
            // JSON, escaped by ScriptText.
            "json",
          ].contains(String(match.output.1)), "\(name)")
      }
    }
  }

  /// WCAG 2.2: 1.4.3 asks 4.5 of text, 1.4.11 asks 3 of marks.
  @Test("have colours with enough contrast in both themes", arguments: [0, 1])
  func contrast(theme: Int) throws {
    let tokens = try #require(HTMLTemplates.sources.first { $0.name == "tokens" })
    let text = String(decoding: tokens.bytes, as: UTF8.self)
    var colors: [String: Double] = [:]
    for match in text.matches(of: /--([a-z0-9-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);/) {
      colors[String(match.output.1)] = luminance(theme == 0 ? match.output.2 : match.output.3)
    }
    for match in text.matches(of: /--([a-z0-9-]+): #([0-9a-f]{6});/)
    where colors[String(match.output.1)] == nil {
      colors[String(match.output.1)] = luminance(match.output.2)
    }
    func ratio(_ one: String, _ other: String) throws -> Double {
      let (a, b) = (try #require(colors[one], "\(one)"), try #require(colors[other], "\(other)"))
      return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
    for ground in ["paper", "raised", "sunken"] {
      for ink in ["ink", "quiet", "link", "bad", "good"] {
        #expect(try ratio(ink, ground) >= 4.5, "\(ink) on \(ground)")
      }
      for series in 1...8 {
        #expect(try ratio("series-\(series)", ground) >= 3, "series \(series) on \(ground)")
      }
    }
    for heat in 0...4 { #expect(try ratio("ink", "heat-\(heat)") >= 4.5, "heat \(heat)") }
    #expect(try ratio("accent", "accent-soft") >= 4.5)
    #expect(try ratio("dark-room-ink", "dark-room") >= 4.5)
    #expect(try ratio("dark-room-quiet", "dark-room") >= 4.5)
    #expect(try ratio("focus", "paper") >= 3)
  }

  /// Relative luminance as WCAG 2.2 defines it.
  private func luminance(_ hex: Substring) -> Double {
    let value = Int(hex, radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift in
      let part = Double((value >> shift) & 255) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
