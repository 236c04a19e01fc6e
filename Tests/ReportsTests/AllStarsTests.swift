internal import Evaluation
internal import Foundation
internal import Reports
internal import TestSupport
internal import Testing

@Suite("the table of all stars")
struct AllStarsTests {
  @Test("packs numbers to half a step, and keeps missing ones missing")
  func roundTrip() throws {
    let values = [0, -0.04, 0.06, 12.34, -9999.99, 2e8, .nan, .infinity, 1e300]
    let packed = try NumberBlock.pack(values, scale: 0.1)
    let back = try NumberBlock.unpack(packed, count: values.count, scale: 0.1)
    for (value, found) in zip(values, back) {
      if abs(value) < 2.1e8 {
        #expect(abs(found - value) <= 0.05 + 1e-6, "\(value)")
      } else {
        #expect(found.isNaN, "\(value)")
      }
    }
  }

  @Test("packs as docs/report.md tells: zig-zag, lowest bytes of all first")
  func layout() throws {
    let packed = try NumberBlock.pack([1, -1, 300, .nan], scale: 1)
    #expect(
      try Zlib.inflated(packed, count: 16) == [
        2, 1, 88, 255, 0, 0, 2, 255, 0, 0, 0, 255, 0, 0, 0, 255,
      ])
    #expect(throws: BlockError.self) { try Zlib.inflated(packed, count: 20) }
  }

  @Test("is read by the lines of Python in docs/report.md")
  func python() throws {
    guard let python = Repository.python else {
      print(
        "SKIPPED: no Python with numpy (EVALBENCH_PYTHON or .venv); docs/report.md was not tried")
      return
    }
    let folder = try Repository.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var record = SmallRecord.make()
    let stars = try ManyStars(300, in: FixtureRecord.make())
    record.stars = stars.description
    try JSONEncoder().encode(record).write(to: folder.appending(path: "compare.json"))
    try Data(stars.bytes).write(to: folder.appending(path: ManyStars.file))
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/report.md"), encoding: .utf8)
    let block = try #require(page.firstMatch(of: /```python\n(stars = [\s\S]*?)```/)).output.1
    let script = """
      import json, os, zlib, numpy
      os.chdir(\"\(folder.path())\")
      \(block)
      print(json.dumps(table["signalToNoise", None].tolist()))
      print(int(numpy.isnan(table["neighbourDistance", None]).sum()))
      """
    let file = folder.appending(path: "read.py")
    try script.write(to: file, atomically: true, encoding: .utf8)
    let (status, output) = try runPython(python, [file.path()])
    #expect(status == 0, "\(output)")
    let lines = output.split(separator: "\n")
    let signals = try JSONDecoder().decode([Double].self, from: Data(lines[0].utf8))
    #expect(zip(signals, stars.signals).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(signals.count == 300 && (Int(lines[1]) ?? 0) > 100, "half have no neighbour")
  }

  private struct Rendering {
    var page: RenderedPage
    var columns: Int
  }

  private static func render(_ count: Int, budget: Int, damage: Int = 0) throws -> Rendering {
    var record = FixtureRecord.make()
    let stars = try ManyStars(count, in: record)
    record.stars = stars.description
    var reporter = HTMLReporter()
    reporter.budget = budget
    let page = RenderedPage(
      try reporter.render(record) { path in
        try path == ManyStars.file
          ? Array(stars.bytes.dropLast(damage)) : FixtureRecord.assets(path)
      })
    return Rendering(page: page, columns: page.text.matches(of: /id="stars-[0-9]+"/).count)
  }

  @Test(
    "goes into a page that has room, without shapes where there is less, and is named where there is none"
  )
  func budget() throws {
    let whole = try Self.render(4000, budget: 10_000_000)
    // Nine columns of stars, and seven of each candidate but the input.
    #expect(whole.columns == 9 + 7 * 3)
    #expect(!whole.page.contains("the table of all"))
    let bare = try Self.render(4000, budget: 1)
    #expect(bare.columns == 0)
    #expect(bare.page.contains("the table of all 4000 stars. The files are in the run"))
    // A fifth of the room is for stars: this one holds three columns of every candidate, and not seven.
    let middle = try Self.render(4000, budget: bare.page.text.utf8.count + 700_000)
    #expect(middle.columns == 9 + 3 * 3)
    #expect(middle.page.contains("ellipticities, peaks and places of the table of all stars"))
  }

  @Test("counts every star of the test scenes by what became of it")
  func counts() throws {
    let record = FixtureRecord.make()
    let stars = try ManyStars(4000, in: record)
    let page = try Self.render(4000, budget: 10_000_000).page
    #expect(page.contains("All 4000 stars of the test scenes, by what became of them"))
    for fate in [CropStar.Fate.lost, .kept] {
      let count = NumberFormat.integer(stars.fates.count { $0 == fate })
      #expect(page.contains("<td>\(count)</td>"), "\(fate)")
    }
  }

  @Test("is left out and named where its file is damaged")
  func damaged() throws {
    let page = try Self.render(500, budget: 10_000_000, damage: 1).page
    #expect(page.contains("the table of all stars: stars.columns: is shorter than the record says"))
    #expect(!page.contains("id=\"star-data\""))
  }
}
