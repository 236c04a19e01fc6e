internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

@Suite("the scorecard")
struct ScorecardTests {
  @Test("marks a best only where the scenes agree")
  func lead() {
    // Hand-checked: mean 1, standard deviation 1, n 3: half-width 4.303 / sqrt 3 = 2.48.
    #expect(!PairedLead.isClear([0, 1, 2]))
    // Mean 1, standard deviation 0.1: half-width 0.25.
    #expect(PairedLead.isClear([0.9, 1, 1.1]))
    #expect(!PairedLead.isClear([1, 1]), "two pairs are too few")
    // All six on one side, though their t interval holds zero.
    #expect(PairedLead.isClear([0.1, 0.1, 0.1, 0.1, 0.1, 9]))
    #expect(!PairedLead.isClear([0.1, 0.1, 0.1, 0.1, 9]), "of five, even a sweep may be luck")
    #expect(!PairedLead.isClear([0, 0, 0, 0]), "a tie")
    #expect(!PairedLead.isClear([1, 1, .nan]))
  }

  @Test("never marks the untouched input, which alters nothing")
  func untouchedInput() throws {
    let card = Scorecard(FixtureRecord.make(), split: .test)
    let identity = try #require(FixtureRecord.players.firstIndex { $0.name == "identity" })
    #expect(card.rows.allSatisfy { $0.best != identity })
    let width = try #require(card.rows.first { $0.check.id == "fwhm-drift" })
    #expect(width.cells[identity].value == 0, "it would win")
    #expect(width.best == 2, "nafnet-lite, which smears least")
  }

  @Test("judges drifts by their size and not their sign")
  func signs() throws {
    var record = SmallRecord.make()
    record.candidates[1].name = "blur"
    let values = ["unet": [-1.0, -1.1, -0.9], "blur": [5, 5.1, 4.9]]
    record.rows = values.flatMap { name, values in
      zip(["beta", "gamma", "delta"], values).map {
        .init(
          candidate: name, seed: 1, scene: $0, split: .test, check: "fwhm-drift",
          outcome: .measured(Finding($1)))
      }
    }
    let row = try #require(
      Scorecard(record, split: .test).rows.first { $0.check.id == "fwhm-drift" })
    #expect(row.best == 0)
    #expect(row.cells[0].value == -1)
  }

  @Test(
    "counts scenes of one target once",
    arguments: [(["x", "x", "x"], false), (["x", "y", "z"], true)])
  func targets(targets: [String], isMarked: Bool) throws {
    var record = SmallRecord.make()
    for (index, target) in targets.enumerated() { record.scenes[index + 1].target = target }
    record.candidates[1].name = "blur"
    for index in record.rows.indices where record.rows[index].candidate == "identity" {
      record.rows[index].candidate = "blur"
    }
    let row = try #require(
      Scorecard(record, split: .test).rows.first { $0.check.id == "psnr-linear" })
    #expect((row.best == 0) == isMarked)
  }

  @Test("tells how far each candidate is ahead of the best classical filter, target by target")
  func leads() throws {
    var record = FixtureRecord.make()
    let (own, other) = ("dncnn", "starlet")
    // Two decibels more on every target, and half of the drift.
    for index in record.rows.indices where record.rows[index].split == .test {
      let isOwn = record.rows[index].candidate == own
      guard isOwn || record.rows[index].candidate == other else { continue }
      switch record.rows[index].check {
      case "psnr-display": record.rows[index].finding?.value = isOwn ? 62 : 60
      case "fwhm-drift": record.rows[index].finding?.value = isOwn ? 1 : -2
      default: continue
      }
    }
    let page = RenderedPage(
      try HTMLReporter().render(record, assets: FixtureRecord.assets)
    ).text
    let table = try #require(
      page.firstMatch(of: /(?s)<caption><span>Better than starlet by.*?<\/table>/)
    ).output
    #expect(table.contains("title=\"dncnn\"") && !table.contains("title=\"starlet\""))
    func first(_ check: String) throws -> Substring {
      let title = try #require(record.checks.first { $0.id == check }).title
      let start = try #require(table.range(of: ">\(title)<"))
      return try #require(table[start.upperBound...].firstMatch(of: /<td>(.*?)<\/td>/)).output.1
    }
    #expect(try first("psnr-display") == "+2 (2 … 2)")
    // Drifts count by their size: 1 is nearer to zero than -2 by one.
    #expect(try first("fwhm-drift") == "+1 (1 … 1)")
  }
}
