import Foundation
import Gating
import Testing

@Suite("The gate's formats")
struct OutputTests {
  /// A result of very many rules, with names that would break out of any markup.
  private func large() throws -> GateResult {
    let evil = "a|b<c>&\\\"d`"
    let rules = (0..<700).map {
      "\"r\($0) \(evil)\": [error, {metric: quality, min: \($0 % 2 == 0 ? 50 : 1), because: \"\(evil)\"}]"
    }
    return try SmallRecord.result(
      "rules: {\(rules.joined(separator: ",\n"))}", ["quality": around(40)])
  }

  @Test("the summary stays within 60 KB and says where the rest is")
  func summary() throws {
    let text = String(decoding: try GateSummary.render(large()), as: UTF8.self)
    #expect(text.utf8.count <= 60_000)
    #expect(text.contains("Cut at 60 KB; gate.json has everything."))
    #expect(text.contains("FAIL") && text.contains("350 failed"))
    // Every row of a table has the columns of its head.
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| |") }
    #expect(rows.count > 20)
    for row in rows {
      let bars = row.replacing("\\|", with: "").count { $0 == "|" }
      #expect(bars == 7, "\(row)")
    }
    #expect(!text.contains("<c>"))
    let opened = text.components(separatedBy: "<details>").count
    #expect(opened == text.components(separatedBy: "</details>").count)
  }

  @Test("annotations are few and start nothing of their own")
  func annotations() throws {
    var result = try large()
    result.rules[0].message = "one\n::error::two % three\r"
    let lines = Annotations.gitHub(result)
    #expect(lines.count == 10)
    #expect(lines[0].hasSuffix("::one%0A::error::two %25 three%0D"))
    #expect(!lines.contains { $0.contains("\n") })
  }

  /// To Swift a carriage return with its line feed is one character, and a quote with an accent is no quote.
  @Test("what only scalars show cannot leave its place")
  func scalars() throws {
    var result = try large()
    result.rules[0].message = "one\r\n::error::two"
    #expect(Annotations.gitHub(result)[0].hasSuffix("::one%0D%0A::error::two"))
    #expect(Annotations.outputs(result, folder: "a\r\nb=c").contains("results=a  b=c\n"))
    result.rules[0].message = "a \"\u{301}, b"
    let csv = String(decoding: try GateCSV.render(result), as: UTF8.self)
    let quoted = Array("\"a \"\"\u{301}, b\"".utf8)
    #expect(Array(csv.utf8).firstRange(of: quoted) != nil)
  }

  @Test("JUnit has no character that XML forbids")
  func junit() throws {
    var result = try large()
    result.rules[0].message = "bell \u{7} and \u{FFFF}"
    let text = String(decoding: try GateJUnit.render(result), as: UTF8.self)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(!text.contains("\u{FFFF}"))
    #expect(text.components(separatedBy: "<failure ").count == 351)
  }

  @Test("a table's fields keep to themselves")
  func csv() throws {
    let text = String(decoding: try GateCSV.render(large()), as: UTF8.self)
    #expect(text.components(separatedBy: "\r\n").count == 702)
    #expect(text.contains("\"r0 a|b<c>&\"\"d`\""))
  }

  @Test("badges say what limits a pass")
  func badges() throws {
    var result = try SmallRecord.result(
      "rules: {r: [error, {metric: quality, min: 1}]}", ["quality": around(40)])
    func message() throws -> String {
      String(decoding: try BadgeJSON.render(result), as: UTF8.self)
    }
    #expect(try message().contains("\"pass 1\\/1\""))
    #expect(try message().contains("brightgreen"))
    result.subset = true
    result.warnOnly = true
    #expect(try message().contains("pass 1\\/1, subset, warn-only"))
    #expect(try message().contains("yellow"))
  }
}
