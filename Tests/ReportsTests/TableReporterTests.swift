internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

@Suite("the table reports")
struct TableReporterTests {
  /// Reads CSV as RFC 4180 says; written apart from the writer.
  private func parse(_ text: String) -> [[String]] {
    var (rows, row, field) = ([[String]](), [String](), String.UnicodeScalarView())
    var quoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if quoted {
        if scalar != "\"" {
          field.append(scalar)
        } else if scalars.first == "\"" {
          field.append(scalar)
          scalars.removeFirst()
        } else {
          quoted = false
        }
      } else if scalar == "\"" {
        quoted = true
      } else if scalar == "," {
        row.append(String(field))
        field = .init()
      } else if scalar == "\r", scalars.first == "\n" {
        scalars.removeFirst()
        rows.append(row + [String(field)])
        (row, field) = ([], .init())
      } else {
        field.append(scalar)
      }
    }
    return rows
  }

  @Test("metrics.csv reads back to the record, hostile names and all")
  func csv() throws {
    for record in [SmallRecord.make(), HostileRecord.make()] {
      let bytes = try CSVReporter().render(record, assets: SmallRecord.assets)
      let rows = parse(String(decoding: bytes, as: UTF8.self))
      #expect(rows.first == CSVReporter.columns)
      #expect(rows.allSatisfy { $0.count == CSVReporter.columns.count })
      let headlines = rows.dropFirst().filter { $0[5].isEmpty }
      #expect(headlines.count == record.rows.count)
      for (row, fields) in zip(record.rows, headlines) {
        #expect(
          Array(fields[0...4]) == [row.candidate, "7", row.scene, row.split.rawValue, row.check])
        #expect(Double(fields[6]) == row.finding?.value)
        #expect(Double(fields[8]) == row.finding?.interval?.low)
        #expect(fields[11] == row.status.rawValue)
        #expect(fields[12] == row.reason ?? "")
      }
      let parts = rows.count - 1 - headlines.count
      #expect(parts == record.rows.reduce(0) { $0 + ($1.finding?.parts.count ?? 0) })
    }
  }

  @Test("results.jsonl has a line for each candidate and image, with all checks")
  func jsonLines() throws {
    let record = HostileRecord.make()
    let bytes = try JSONLinesReporter().render(record, assets: SmallRecord.assets)
    let lines = bytes.split(separator: 0x0A)
    #expect(lines.count == record.candidates.count * record.scenes.count)
    for line in lines {
      let object = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      let checks = try #require(object["checks"] as? [String: [String: Any]])
      #expect(Set(checks.keys) == Set(record.checks.map(\.id)))
      #expect(record.candidates.contains { $0.name == object["candidate"] as? String })
      let split = record.scenes.first { $0.name == object["image"] as? String }?.split.rawValue
      #expect(object["split"] as? String == split)
      #expect(checks["fwhm-drift"]?["value"] as? Double == -1.5)
      #expect(checks["fwhm-drift"]?["version"] as? Int == 2)
    }
  }

  @Test("summary.md starts with the verdict and stays below 60 KB")
  func markdownCap() throws {
    let small = try text(SmallRecord.make())
    #expect(small.hasPrefix("# unet is the best of two.\n"))
    #expect(small.contains("**Winner: unet**"))
    #expect(small.contains("- `failed` star-loss of unet: star finder,␊stopped\n"))
    #expect(small.contains("command: evalbench compare --output 'it'\\\\''s here'"))
    var record = FixtureRecord.make()
    let candidates = record.candidates
    for copy in 1...40 {
      record.candidates += candidates.map { candidate in
        var candidate = candidate
        candidate.name += " copy number \(copy) with a long name"
        return candidate
      }
    }
    let large = try text(record)
    #expect(large.utf8.count <= 60_000)
    #expect(large.contains("did not fit here; report.html has everything"))
    #expect(large.contains("## Provenance"))
  }

  @Test("summary.md shows hostile names as text")
  func markdownHostile() throws {
    let text = try text(HostileRecord.make())
    #expect(!text.contains("<script") && !text.contains("<img"))
    let tables = text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.contains("---") }
    for line in tables {
      let bars = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect([5, 8, 13].contains(bars), "a name broke a table: \(line)")
    }
  }

  private func text(_ record: RunRecord) throws -> String {
    String(
      decoding: try MarkdownReporter().render(record, assets: SmallRecord.assets), as: UTF8.self)
  }
}
