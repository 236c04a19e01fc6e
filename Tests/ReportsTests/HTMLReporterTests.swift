internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

@Suite("the HTML report")
struct HTMLReporterTests {
  private func render(_ record: RunRecord) throws -> RenderedPage {
    let assets = record.candidates.count > 2 ? FixtureRecord.assets : SmallRecord.assets
    return RenderedPage(try HTMLReporter().render(record, assets: assets))
  }

  @Test("says verdict, winner and every table without a script")
  func complete() throws {
    let record = FixtureRecord.make()
    let page = try render(record).withoutScripts
    for text in record.verdict { #expect(page.contains(text)) }
    for heading in [
      "Scorecard", "Is the winner worth it?", "Does it work on other gear?", "Images", "Stars",
      "Background and noise", "What was removed", "Faint signal", "Cost", "Training",
      "How the winner was chosen", "Does the exported file do the same?", "Scenes",
      "How to read this", "Limits of this report", "Provenance",
    ] { #expect(page.contains(">\(heading)</h2>"), "\(heading)") }
    for check in record.checks { #expect(page.contains(">\(check.title)</a>"), "\(check.id)") }
    for question in CheckMetadata.Question.allCases { #expect(page.contains(question.rawValue)) }
    for candidate in record.candidates { #expect(page.contains(">\(candidate.name)</bdi>")) }
    for scene in record.scenes { #expect(page.contains(scene.name)) }
    #expect(page.contains("evalbench compare --preset standard --data &#39;my frames/M31&#39;"))
    #expect(page.contains("  - nafnet-lite\n"), "the configuration keeps its lines")
  }

  @Test("quotes the mean of PSNR and the median of drifts over the test scenes only")
  func statistics() throws {
    let page = try render(SmallRecord.make())
    // Test scenes 40.375, 40.5, 40.625; validation would pull the mean to 40.4375.
    #expect(page.contains("<span class=\"value\">40.50</span>"))
    #expect(page.contains("mean of 3 scenes, from 40.38 to 40.62"))
    #expect(page.contains("<span class=\"value\">−1.500</span>"))
    #expect(page.contains("median of 3 scenes, from −1.500 to −1.500"))
  }

  @Test("gives the reason for every missing figure, as a title and as a note")
  func reasons() throws {
    let page = try render(SmallRecord.make())
    #expect(page.contains("; not applicable: no stars, says &quot;beta&quot;"))
    #expect(page.contains("Not applicable: no stars, says &quot;beta&quot;</li>"))
    #expect(page.contains("<strong>Failed:</strong> star finder,␊stopped</li>"))
    #expect(page.contains(">failed</span>"), "the failed scene in the table by scene")
  }

  @Test("refers to nothing outside itself")
  func selfContained() throws {
    for record in [FixtureRecord.make(), HostileRecord.make()] {
      let page = try render(record)
      let references = page.text.matches(
        of: /(?:src|href|action|data|poster|srcset)=["']?([^"'\s>]*)/
      ).map { $0.output.1 }
      let outside = references.filter {
        !$0.hasPrefix("#") && !$0.hasPrefix("data:image/png;base64,")
          && !$0.hasPrefix("data:image/jpeg;base64,") && $0 != "data:,"
      }
      // Hostile names show as text: what looks like a reference there stands after an escaped quote.
      #expect(outside.filter { $0 != "x" && !$0.hasPrefix("&quot;") }.isEmpty, "\(outside)")
      #expect(!page.contains("url("))
      #expect(!page.contains("@import"))
      #expect(!page.contains("http://") && !page.contains("https://"))
    }
  }

  @Test("shows hostile names as text")
  func hostile() throws {
    let page = try render(HostileRecord.make())
    let scripts = page.text.matches(of: /<script[^>]*>/).map {
      String($0.output).replacing(/\ data-bytes="\d+"/, with: "")
    }
    #expect(
      scripts == [
        "<script type=\"application/octet-stream\" id=\"record\" data-name=\"compare.json\">",
        "<script type=\"application/json\" id=\"explorer-data\">", "<script>",
      ], "the page's own data and its own script alone")
    #expect(page.contains("&lt;script&gt;window.pwned = 1&lt;/script&gt;"))
    #expect(!page.contains("<img src=x"))
    #expect(!page.contains("<svg onload"))
    // By bytes, as a browser reads them: no tag carries an event handler.
    let (raw, escaped) = ("\"\u{301} onmouseover", "&quot;\u{301} onmouseover")
    let markup = page.withoutScripts
    #expect(!markup.contains(raw))
    #expect(page.contains(escaped))
    #expect(!markup.text.unicodeScalars.contains("\u{202E}") && page.contains("[U+202E]"))
    #expect(
      !page.text.unicodeScalars.contains("\u{0}") && !page.text.unicodeScalars.contains("\u{1B}"))
    #expect(page.contains("{{title}} {{{verdict}}} {{&gt; script}}"))
    #expect(page.contains("is outside the run&#39;s folder"))
  }

  @Test("has one first heading, landmarks, captions and scopes")
  func structure() throws {
    let page = try render(FixtureRecord.make())
    #expect(page.text.matches(of: /<h1[ >]/).count == 1)
    #expect(page.text.matches(of: /<main[ >]/).count == 1)
    #expect(page.contains("<a class=\"skip\" href=\"#main\">"))
    #expect(page.contains("<html lang=\"en\">"))
    let tables = page.text.matches(of: /<table[ >]/).count
    #expect(tables == page.text.matches(of: /<caption[ >]/).count)
    #expect(page.text.matches(of: /<th>/).isEmpty, "every heading cell has a scope")
    #expect(page.text.matches(of: /<img (?![^>]*alt="[^"]+")/).isEmpty, "every picture has a text")
    let ids = page.text.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count, "every id is unique")
    for link in page.text.matches(of: /href="#([^"]+)"/) {
      #expect(ids.contains(String(link.output.1)))
    }
  }

  @Test("leaves pictures out beyond its budget and says which")
  func budget() throws {
    var reporter = HTMLReporter()
    let whole = try reporter.render(FixtureRecord.make(), assets: FixtureRecord.assets)
    reporter.budget = whole.count - 900_000
    let bytes = try reporter.render(FixtureRecord.make(), assets: FixtureRecord.assets)
    let page = RenderedPage(bytes)
    #expect(bytes.count <= reporter.budget)
    #expect(page.contains("the differences of crop 3"))
    reporter.budget = 1
    let bare = try reporter.render(FixtureRecord.make(), assets: FixtureRecord.assets)
    #expect(RenderedPage(bare).contains("This page has no crops. The run has, but none fits"))
    #expect(RenderedPage(bare).contains("crop 3 (galaxy-b, faintest nebulosity)"))
  }

  @Test("keeps to every budget that holds a page without pictures")
  func everyBudget() throws {
    var reporter = HTMLReporter()
    func size(_ budget: Int) throws -> Int {
      reporter.budget = budget
      return try reporter.render(FixtureRecord.make(), assets: FixtureRecord.assets).count
    }
    let (bare, whole) = (try size(1), try size(100_000_000))
    for step in 0..<12 {
      let budget = bare + (whole - bare) * step / 12
      #expect(try size(budget) <= budget)
    }
  }

  @Test("says so where a picture is missing or is none")
  func missingPictures() throws {
    let page = try render(SmallRecord.make())
    #expect(page.contains("No picture: crops/missing.png: no such file"))
    let broken = try HTMLReporter().render(SmallRecord.make()) { _ in Array("GIF89a".utf8) }
    #expect(RenderedPage(broken).contains("is not a PNG picture"))
  }
}
