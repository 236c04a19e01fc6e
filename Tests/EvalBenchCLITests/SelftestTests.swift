import Foundation
import TestSupport
import Testing

/// The shape of selftest.json, written out by hand as a reader of it would.
private struct Record: Decodable {
  struct Cell: Decodable {
    var check: String
    var failed: Int
    var of: Int
    var worst: Double?
    var limit: Double?
  }
  struct Dose: Decodable {
    var dose: Double
    var check: String
    var value: Double
  }
  struct Row: Decodable {
    var name: String
    var kind: String
    var `for`: [String]
    var cells: [Cell]
    var doses: [Dose]
  }
  struct Scene: Decodable {
    var name: String
    var kind: String
    var fwhm: Double
    var camera: String
  }
  var schema: String
  var seed: UInt64
  var scenes: [Scene]
  var checks: [String]
  var rows: [Row]
  var missed: [String]
  var accused: [String]
}

@Suite("The selftest of the checks")
struct SelftestTests {
  @Test("catches every vice by the check that is for it and accuses no innocent")
  func small() throws {
    let folder = try Workplace()
    let outcome = try Tool.run(["selftest", "--seed", "1", "--output", folder.path])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("SOUND"))
    let record = try JSONDecoder().decode(
      Record.self, from: folder.bytes("selftest.json"))
    #expect(record.schema == "evalbench/selftest/1")
    #expect(record.missed.isEmpty && record.accused.isEmpty)
    #expect(Set(record.scenes.map(\.kind)).count == 7)
    #expect(Set(record.scenes.map(\.camera)).count >= 3)
    let vices = record.rows.filter { $0.kind == "vice" }
    // Every vice that the issue names, and those that its words stand for.
    for name in [
      "blur", "median-filter", "star-eater", "star-bloater", "sharpener", "star-inventor",
      "companion-inventor", "doubles-merger", "tile-seams", "edge-darkening", "ring-maker",
      "vignetting", "gain-error", "pedestal", "black-clipping", "white-clipping", "quantisation",
      "lattice", "colour-shifter", "texture-inventor", "faint-signal-eater",
    ] { #expect(vices.contains { $0.name == name }, "\(name)") }
    for name in [
      "perfect", "honest-strong", "honest-weak", "honest-correlated", "float32-rounding",
    ] { #expect(record.rows.contains { $0.name == name && $0.kind == "innocent" }, "\(name)") }
    for vice in vices {
      #expect(!vice.for.isEmpty)
      for check in vice.for {
        let cell = try #require(vice.cells.first { $0.check == check })
        #expect(2 * cell.failed >= cell.of && cell.failed > 0, "\(vice.name): \(check)")
        let figures = vice.doses.filter { $0.check == check }.map(\.value)
        #expect(figures.count >= 3, "\(vice.name)")
        // 2 % of the rise is the figures' own noise.
        let rise = (figures.last ?? 0) - (figures.first ?? 0)
        #expect(rise > 0, "\(vice.name): \(figures)")
        for (a, b) in zip(figures, figures.dropFirst()) {
          #expect(b >= a - 0.02 * rise, "\(vice.name): \(figures)")
        }
      }
    }
    let identity = try #require(vices.first { $0.name == "identity" })
    #expect(identity.cells.filter { $0.failed > 0 }.map(\.check) == ["noise-reduction"])
  }

  @Test("refuses what makes no sense with the names that do")
  func usage() throws {
    for (arguments, word) in [
      (["--size", "huge"], "small or full"), (["--vices", "blurr"], "did you mean 'blur'"),
      (["--seed", "-1"], "-1"), (["--innocents", "perfekt"], "did you mean 'perfect'"),
    ] {
      let outcome = try Tool.run(["selftest"] + arguments)
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains(word), "\(outcome)")
    }
  }
}

@Suite("Explaining and listing checks")
struct ExplainTests {
  @Test("prints the page that docs/checks has")
  func page() throws {
    let outcome = try Tool.run(["explain", "star-loss"])
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/checks/star-loss.md"), encoding: .utf8)
    #expect(outcome.output == page)
  }

  @Test(
    "names the nearest checks for one that it does not know",
    arguments: [("star-los", "star-loss"), ("fwhm", "fwhm-drift"), ("seams", "tile-seam")])
  func unknown(_ word: String, _ meant: String) throws {
    let outcome = try Tool.run(["explain", word])
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(meant), "\(outcome)")
  }

  @Test("lists every check with unit, direction, range and needs, as text and as JSON")
  func list() throws {
    let text = try Tool.run(["list", "checks"])
    let lines = text.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.split(separator: "\t").count == 6 })
    let loss = try #require(lines.first { $0.hasPrefix("star-loss\t") })
    #expect(loss.contains("fraction") && loss.contains("lower is better"))
    #expect(loss.contains("0..1") && loss.contains("star field"))
    struct Entry: Decodable {
      var id: String
      var unit: String
      var direction: String
      var needs: [String]
    }
    struct List: Decodable {
      var schema: String
      var checks: [Entry]
    }
    let json = try Tool.run(["list", "checks", "--json"])
    let list = try JSONDecoder().decode(List.self, from: Data(json.output.utf8))
    #expect(list.schema == "evalbench/checks/1")
    #expect(list.checks.map(\.id) == lines.map { $0.prefix { $0 != "\t" } }.map(String.init))
    #expect(try Tool.run(["list", "filters", "--json"]).code == 64)
  }
}
