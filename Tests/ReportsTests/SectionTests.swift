internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

@Suite("the report's sections of gear, slices, background and frames")
struct SectionTests {
  private static func page(
    _ change: (inout RunRecord) -> Void = { _ in }, budget: Int = 10_000_000
  ) throws -> RenderedPage {
    var fixture = try ExplorerRecord(crops: 3, side: 48, channels: 1)
    change(&fixture.record)
    var reporter = HTMLReporter()
    reporter.budget = budget
    return RenderedPage(try reporter.render(fixture.record, assets: fixture.assets))
  }

  @Test("frames the gear that training never met, and says so in words")
  func unseen() throws {
    let page = try Self.page()
    // Training met starfields through this camera alone; the matrix has kinds of scenes for columns.
    #expect(page.contains("nebula<span class=\"under unseen-word\">unseen</span>"))
    #expect(!page.contains("starfield<span class=\"under unseen-word\">"))
    #expect(page.contains("Framed cells are of what training never met: nebula, galaxy"))
    let classical = try Self.page { $0.winner?.candidate = "starlet" }
    #expect(classical.contains("A classical filter is not trained"))
    #expect(!classical.contains("class=\"under unseen-word\""))
    let older = try Self.page { $0.trainedOn = nil }
    #expect(older.contains("The record does not say what the winner was trained on."))
  }

  @Test("shows slices with their intervals where three targets make one, else with their count")
  func slices() throws {
    let page = try Self.page { record in
      for index in record.scenes.indices {
        record.scenes[index].sensor = index.isMultiple(of: 5) ? "A" : "B"
      }
      record.slices = RunRecord.slices(of: record.scenes)
      record.worstSlices = record.worstSlices(record.slices ?? [])
    }
    let section = try #require(page.text.firstMatch(of: /(?s)<section id="slices".*?<\/section>/))
      .output
    let rows = section.matches(of: /<tr><th scope="row">.*?<\/tr>/).map { String($0.output) }
    let first = try #require(rows.first { $0.contains("title=\"A\"") })
    let second = try #require(rows.first { $0.contains("title=\"B\"") })
    #expect(first.contains("1 target</span>"))
    #expect(second.contains(" … "), "five targets have an interval")
    #expect(section.contains(">weakest</span>"))
    #expect(!(try Self.page { $0.slices = nil }).contains("id=\"slices\""))
  }

  @Test("draws the background along x, y and radius, every candidate but the input, with a table")
  func profiles() throws {
    let page = try Self.page()
    for axis in ["x", "y", "radius"] {
      let figure =
        try #require(
          page.text.firstMatch(
            of: try Regex("(?s)<svg[^>]*chart-profile-\(axis)-title.*?</figure>"))
        ).output[0].substring ?? ""
      #expect(figure.matches(of: /class="curve"/).count == FixtureRecord.players.count - 1)
      #expect(figure.matches(of: /class="area"/).count == 1, "the winner's band alone")
      // nafnet-lite is the third: 0.02 at the last place, the same on every scene.
      #expect(figure.contains("<td>0.0200</td>"), "\(axis)")
    }
    #expect(!(try Self.page { $0.profiles = [] }).contains("chart-profile-x"))
  }

  /// The figure of a chart, without the page around it.
  private static func figure(_ id: String, of page: RenderedPage) throws -> Substring {
    let found = try #require(
      page.text.firstMatch(of: try Regex("(?s)<svg[^>]*\(id)-title.*?</figure>")), "\(id)")
    return found.output[0].substring ?? ""
  }

  @Test(
    "draws the error by distance to the border and around seams, and every colour's noise, with tables"
  )
  func errors() throws {
    let page = try Self.page()
    let others = FixtureRecord.players.count - 1
    let border = try Self.figure("chart-border", of: page)
    #expect(border.matches(of: /class="curve"/).count == others)
    // nafnet-lite is the third: 0.3 + 0.1 * 2 / 1 in the outermost ring.
    #expect(border.contains("0.500"))
    let seams = try Self.figure("chart-seams", of: page)
    #expect(seams.matches(of: /class="curve"/).count == others + 1, "the input as well")
    #expect(seams.contains("class=\"series-input\""))
    // The third's spike of 0.1 + 0.05 * 2, and its surroundings.
    #expect(seams.contains("from 0.10 to 0.20."))
    let phases = try Self.figure("chart-phase", of: page)
    #expect(phases.matches(of: /class="curve"/).count == others + 1, "the input as well")
    #expect(phases.contains("from 0.30 to 0.50."), "the third's two places")
    let planes = try Self.figure("chart-planes", of: page)
    // Medians of equal scenes: the third leaves a third of 20 in green.
    #expect(planes.contains("<td>6.67, 33 %</td>"))
    #expect(planes.contains("before"))
    let older = try Self.page { record in
      (record.errorProfiles, record.planeNoise) = (nil, nil)
    }
    for id in ["chart-border", "chart-seams", "chart-phase", "chart-planes"] {
      #expect(!older.contains("\(id)-title"), "\(id)")
    }
  }

  @Test(
    "draws what the time buys: a line through those that no cheaper one beats, and says who is on it"
  )
  func trade() throws {
    let page = try Self.page { record in
      // What takes 2 s reaches less than what takes 1 s, what takes 4 s as well; 8 s are the best.
      let costs: [Double?] = [2, 1, 0.5, 4, nil, nil, nil, nil, 8]
      let reached = [31.0, 34, 30, 33, 0, 0, 0, 0, 36]
      for index in record.candidates.indices {
        record.candidates[index].secondsPerMegapixel = costs[index]
      }
      for index in record.rows.indices where record.rows[index].check == "psnr-linear" {
        let name = record.rows[index].candidate
        guard let place = record.candidates.firstIndex(where: { $0.name == name }) else { continue }
        record.rows[index].finding?.value = reached[place]
      }
    }
    let figure = try Self.figure("chart-trade", of: page)
    let rows = figure.matches(of: /(?s)<tr>\s*<th scope="row">.*?<\/tr>/).map {
      String($0.output)
    }
    #expect(rows.count == 5)
    #expect(rows.map { $0.contains("<td>yes</td>") } == [false, true, true, false, true])
    let line = try #require(figure.firstMatch(of: /<path[^>]*class="ideal step"[^>]*>/)).output
    let path = try #require(line.firstMatch(of: /d="([^"]*)"/)).output.1
    // Three candidates, and a corner before each but the first: a step to the right, then one up.
    let places = path.matches(of: /(-?[0-9.]+)[ ,](-?[0-9.]+)/).compactMap { match in
      Double(match.output.1).flatMap { x in Double(match.output.2).map { (x, $0) } }
    }
    #expect(places.count == 5)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0.0 <= $1.0 && $0.1 >= $1.1 })
  }

  @Test("shows whole frames with a link from each place to its crop")
  func frames() throws {
    let page = try Self.page()
    #expect(page.contains("The whole frames"))
    for number in 1...3 {
      #expect(
        page.contains(
          "<a class=\"view place\" href=\"#crop-\(number)\" data-view=\"image=\(number)\""))
      #expect(page.contains("id=\"crop-\(number)\""))
    }
    let broken = try Self.page { $0.previews?[0].file = "../secret.jpg" }
    #expect(broken.contains("the preview of starfield-b, whose file is missing or no JPEG"))
    let small = try Self.page(budget: 1)
    #expect(!small.contains("The whole frames"))
    #expect(small.contains("the preview of starfield-b"))
  }

  @Test(
    "shows how what is left is distributed: shares that add up to one, the better candidate's narrower"
  )
  func residuals() throws {
    let page = try Self.page()
    let figure = try #require(
      page.text.firstMatch(of: /(?s)<h3>What is left, over all pixels.*?<\/figure>/)
    ).output
    let heads = figure.matches(of: /<th scope="col">.*?title="([^"]*)"/).map {
      String($0.output.1)
    }
    #expect(heads == ["dncnn", "nafnet-lite", "gaussian"], "the layers that the crops have")
    let rows = figure.matches(of: /<tr><th scope="row">.*?<\/tr>/).map { row in
      row.output.matches(of: /<td>([^<]*)<\/td>/).map { cell in
        // What is written as a power of ten is nothing beside the others.
        Double(String(cell.output.1)) ?? 0
      }
    }
    #expect(rows.count == 32)
    for column in 0..<4 {
      // Two digits are shown of each of the shares of a quarter of a sigma.
      let total = 0.25 * rows.map { $0[column] }.reduce(0, +)
      #expect(abs(total - 1) < 0.03, "column \(column)")
    }
    let peaks = (0..<4).map { column in rows.map { $0[column] }.max() ?? 0 }
    // Noise of 12, 9 and 30 samples, half an image unit each, over a sky's noise of 30: 0.2, 0.15 and 0.5 sigma.
    #expect(abs(peaks[0] - 1.58) < 0.1 && abs(peaks[1] - 1.81) < 0.1 && abs(peaks[2] - 0.77) < 0.1)
    #expect(abs(peaks[3] - 0.396) < 0.01, "the normal curve in the middle of the bin beside zero")
  }

  @Test("says in a sentence what nobody could measure, instead of a row of dashes")
  func unmeasured() throws {
    let page = try Self.page { record in
      for index in record.rows.indices where record.rows[index].check == "star-loss" {
        let row = record.rows[index]
        record.rows[index] = RunRecord.Row(
          candidate: row.candidate, seed: row.seed, scene: row.scene, split: row.split,
          check: row.check, outcome: .notApplicable(reason: "the sky was empty"))
      }
    }
    let list = try #require(page.text.firstMatch(of: /(?s)<ul class="unmeasured">.*?<\/ul>/)).output
    #expect(list.matches(of: /">Stars lost<\/a>: the sky was empty<\/li>/).count == 1)
    let table = try #require(
      page.text.firstMatch(of: /(?s)<table class="scorecard">.*?<\/table>/)
    ).output
    #expect(!table.contains(">Stars lost</a>"))
  }

  @Test("has the same bytes every time")
  func deterministic() throws {
    #expect(try Self.page().text == Self.page().text)
  }
}
