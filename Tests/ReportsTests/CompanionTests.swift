internal import Evaluation
internal import Foundation
internal import Reports
internal import TestSupport
internal import Testing

@Suite("what stands beside a record")
struct CompanionTests {
  private func render(_ companions: ReportCompanions) throws -> RenderedPage {
    var reporter = HTMLReporter()
    reporter.companions = companions
    return RenderedPage(
      try reporter.render(FixtureRecord.make(), assets: FixtureRecord.assets)
    ).withoutScripts
  }

  @Test("shows the gate's rules, what failed first and what passed last, with every stamp")
  func gate() throws {
    let page = try render(.init(gate: try GateDocument(json: Array(SmallGate.json.utf8))))
    let order = ["Failed", "Inconclusive", "Not run", "Warned", "Waived", "Passed", "Skipped"]
    let places = try order.map { name in
      try #require(page.text.firstRange(of: "<summary>\(name) ")).lowerBound
    }
    #expect(places == places.sorted())
    for text in [
      "rubber-stamped", "subset: not all", "2 images from the cache", "Because of &lt;lost&gt;.",
      "Waived until 2027-01-31 by me: known", "href=\"#image=galaxy-b&amp;candidate=nafnet-lite\"",
      "A typical image: <a class=\"view\" href=\"#image=starfield-b&amp;candidate=nafnet-lite\">",
      "Rule at preset:release:10:3", "filter Ha",
    ] { #expect(page.contains(text), "\(text)") }
    // The allowed range of `from 0.8 to 1.2` has two ends, that of `at most 0.06` one.
    #expect(page.text.matches(of: /class="edge"/).count == 9)
  }

  @Test(
    "leads from a rule to the place where a candidate is worst by its check, where the page shows it"
  )
  func worstPlaces() throws {
    var record = FixtureRecord.make()
    record.crops[1].worst = [.init(check: "star-loss", candidate: "unet")]
    var reporter = HTMLReporter()
    reporter.companions = .init(gate: try GateDocument(json: Array(SmallGate.json.utf8)))
    func page() throws -> RenderedPage {
      RenderedPage(try reporter.render(record, assets: FixtureRecord.assets)).withoutScripts
    }
    let link =
      "<a class=\"view\" href=\"#image=2&amp;candidate=unet\">nebula-b, crop 2</a>: tightest double."
    #expect(try page().contains(link))
    reporter.budget = 1
    #expect(try !page().contains("nebula-b, crop 2"))
  }

  @Test("keeps a check's worst place longer than other crops of its scene")
  func worstLast() throws {
    // Six scenes: the last crops are the fifth of theirs.
    var explorer = try ExplorerRecord(crops: 26, side: 64, channels: 1)
    explorer.record.crops[25].worst = [.init(check: "star-loss", candidate: "unet")]
    var reporter = HTMLReporter()
    func size(_ budget: Int) throws -> Int {
      reporter.budget = budget
      return try reporter.render(explorer.record, assets: explorer.assets).count
    }
    let (bare, whole) = (try size(1), try size(10_000_000))
    for tenths in (1...9).reversed() {
      reporter.budget = bare + (whole - bare) * tenths / 10
      let page = RenderedPage(try reporter.render(explorer.record, assets: explorer.assets))
      guard !page.contains("id=\"crop-25\"") else { continue }
      #expect(page.contains("id=\"crop-26\""), "crop 25 is the fifth of another scene")
      return
    }
    Issue.record("no budget left crop 25 out")
  }

  @Test("refuses a gate of another schema")
  func otherSchema() {
    let other = SmallGate.json.replacing("evalbench.gate-result/1", with: "evalbench.gate-result/2")
    #expect(throws: (any Error).self) { try GateDocument(json: Array(other.utf8)) }
  }

  @Test("shows which check noticed which vice")
  func selftest() throws {
    let page = try render(
      .init(selftest: try SelftestDocument(json: Array(SmallGate.selftest.utf8))))
    #expect(page.contains("Can the gate fail?"))
    #expect(page.contains("class=\"hit full target\">4/4</td>"))
  }

  @Test("draws how a check rises with a vice's dose, with the limit and the same in words")
  func doses() throws {
    let page = try render(
      .init(selftest: try SelftestDocument(json: Array(SmallGate.selftest.utf8))))
    #expect(page.text.matches(of: /<svg class="chart"[^>]*chart-dose-/).count == 1)
    #expect(page.contains("by share &lt;b&gt;, 1 is the limit: 0.100: 0.400, 0.500: 12."))
    #expect(page.contains("<td>0.400 (0/4)</td><td>12 (4/4)</td>"))
    #expect(page.contains("Eats stars. For: Stars lost."))
    let without = SmallGate.selftest.replacing("\"doses\"", with: "\"other\"")
    let older = try render(.init(selftest: try SelftestDocument(json: Array(without.utf8))))
    #expect(older.contains("Can the gate fail?") && !older.contains("from weak to strong"))
  }

  @Test("carries the gate's file along, but not where names are taken out")
  func gateFile() throws {
    var reporter = HTMLReporter()
    reporter.companions = .init(gate: try GateDocument(json: Array(SmallGate.json.utf8)))
    let page = RenderedPage(
      try reporter.render(FixtureRecord.make(), assets: FixtureRecord.assets))
    let back =
      try JSONSerialization.jsonObject(with: CarriedFiles.bytes("gate-record", in: page.text))
      as? NSDictionary
    #expect(
      back == (try JSONSerialization.jsonObject(with: Data(SmallGate.json.utf8)) as? NSDictionary))
    reporter.isRedacted = true
    let redacted = try reporter.render(FixtureRecord.make(), assets: FixtureRecord.assets)
    #expect(!RenderedPage(redacted).contains("id=\"gate-record\""))
  }

  @Test("says first what got worse against an older run, and calls equal what is equal")
  func changes() throws {
    let same = try render(.init(older: FixtureRecord.make()))
    #expect(same.contains("No check changed by more than chance explains."))
    var older = FixtureRecord.make()
    for index in older.rows.indices where older.rows[index].candidate == "nafnet-lite" {
      guard let value = older.rows[index].finding?.value else { continue }
      if older.rows[index].check == "psnr-linear" { older.rows[index].finding?.value = value + 5 }
      if older.rows[index].check == "star-loss" { older.rows[index].finding?.value = value + 0.1 }
    }
    if let index = older.checks.firstIndex(where: { $0.id == "fwhm-drift" }) {
      older.checks[index].version += 1
    }
    let page = try render(.init(older: older))
    let worse = try #require(page.text.firstRange(of: "▼</span> worse"))
    let better = try #require(page.text.firstRange(of: "▲</span> better"))
    #expect(worse.lowerBound < better.lowerBound)
    #expect(page.contains("its definition changed"))
  }

  @Test("lists runs, links their reports and draws trends where two share a preset")
  func index() throws {
    var second = FixtureRecord.make()
    second.provenance.startedAt = "2026-12-31T00:00:00Z"
    let page = RenderedPage(
      try RunsIndex.render([
        .init(folder: "a", record: FixtureRecord.make(), gate: nil, hasReport: true),
        .init(folder: "b<>", record: second, gate: nil, hasReport: true),
        .init(
          folder: "c", record: nil, gate: try GateDocument(json: Array(SmallGate.json.utf8)),
          hasReport: false),
      ]))
    #expect(
      page.contains("href=\"a/report.html\"") && page.contains("href=\"b%3C%3E/report.html\""))
    #expect(page.contains("Preset standard, 2 runs"))
    #expect(page.contains("a gate without a run of its own"))
    let (latest, oldest) = (
      page.text.firstRange(of: "b&lt;&gt;"), page.text.firstRange(of: ">a</a>")
    )
    #expect(try #require(latest).lowerBound < #require(oldest).lowerBound)
    #expect(page.contains("chart"))
  }

  @Test("keeps style and script out of the page where a server forbids them")
  func folder() throws {
    let explorer = try ExplorerRecord(crops: 2, side: 32, channels: 1)
    let files = try HTMLReporter().files(explorer.record, assets: explorer.assets)
    let again = try HTMLReporter().files(explorer.record, assets: explorer.assets)
    #expect(files.map(\.path) == again.map(\.path))
    #expect(zip(files, again).allSatisfy { $0.bytes == $1.bytes })
    let page = RenderedPage(try #require(files.first).bytes)
    #expect(!page.contains("<style") && !page.contains("<script>") && !page.contains("data:image"))
    #expect(!page.text.contains(/\sstyle="/) && !page.text.contains(/\son[a-z]+="/))
    let names = Set(files.map(\.path))
    for match in page.text.matches(of: /(?:src|href)="([^"#][^"]*)"/)
    where match.output.1 != "data:," {
      #expect(names.contains(String(match.output.1)), "\(match.output.1)")
    }
    #expect(files.contains { $0.path.hasSuffix(".png") && $0.bytes.starts(with: [0x89, 0x50]) })
  }

  @Test("needs at most 150 KB of style and script")
  func weight() {
    #expect(HTMLTemplates.style.count + HTMLTemplates.script.count <= 150_000)
  }

  @Test("carries the whole record, to be saved back")
  func record() throws {
    let page = RenderedPage(
      try HTMLReporter().render(SmallRecord.make(), assets: SmallRecord.assets))
    let back = try JSONDecoder().decode(
      RunRecord.self, from: CarriedFiles.bytes("record", in: page.text))
    #expect(back == SmallRecord.make())
    #expect(ScriptText.escaped("</script>\u{2028}&") == "\\u003c/script\\u003e\\u2028\\u0026")
  }

  @Test("says what it could not show of a damaged file of crops")
  func damaged() throws {
    let explorer = try ExplorerRecord(crops: 1, side: 32, channels: 1)
    let bytes = try HTMLReporter().render(explorer.record) { path in
      let whole = try explorer.assets(path)
      return path.hasSuffix(".pixels") ? Array(whole.dropLast(9)) : whole
    }
    #expect(RenderedPage(bytes).contains("the numbers of crop 1: crops/0.pixels"))
  }
}
