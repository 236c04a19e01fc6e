import Checks
import Evaluation
import Foundation
import Testing

@Suite("Every check is listed, filed and explained")
struct PagesTests {
  private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("ids are unique, kebab-case, and every check has a rationale")
  func metadata() {
    let all = Checks.all.map(\.metadata)
    #expect(Set(all.map(\.id)).count == all.count)
    for check in all {
      #expect(check.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      #expect(check.rationale.hasSuffix("."))
      #expect(!check.needs.isEmpty)
    }
  }

  @Test("the list holds every check in the folder")
  func folder() throws {
    let sources = root.appendingPathComponent("Sources/Checks")
    var ids: Set<String> = []
    for case let file as URL in try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let pieces = text.components(separatedBy: "CheckMetadata(\n    id: \"")
      #expect(pieces.count <= 2, "\(file.lastPathComponent) holds more than one check")
      if pieces.count == 2 { ids.insert(String(pieces[1].prefix { $0 != "\"" })) }
    }
    #expect(ids == Set(Checks.all.map(\.metadata.id)))
  }

  @Test("docs/checks holds a page for each check and no other")
  func pages() throws {
    let folder = root.appendingPathComponent("docs/checks")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { String($0.dropLast(3)) }
    #expect(Set(pages) == Set(KnownChecks.all.map(\.id)))
    for check in KnownChecks.all {
      let text = try String(
        contentsOf: folder.appendingPathComponent(check.id + ".md"), encoding: .utf8)
      #expect(text.hasPrefix("# \(check.title) (`\(check.id)`)\n"), "\(check.id)")
      for heading in [
        "Why it matters", "How it is computed", "How to read it", "Limits", "References",
      ] {
        #expect(text.contains("\n## \(heading)\n"), "\(check.id): \(heading)")
      }
    }
  }
}
