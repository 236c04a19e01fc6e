internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

@Suite("a redacted report")
struct RedactionTests {
  /// What the fixture's run says that strangers must not read.
  private static let secrets = [
    "M31_Ha_300s", "M 31", "my frames", "old-release", "e3b0c44298fc1c14", "/home/wilhelmina",
    "wilhelmina",
    "observatory-pc", "05:34:31", "5h 34m", "night-12",
  ]

  private static func telling() throws -> ExplorerRecord {
    var fixture = try ExplorerRecord(crops: 3, side: 48, channels: 1)
    let scene = try #require(fixture.record.scenes.firstIndex { $0.target == "M 31" })
    fixture.record.verdict += [
      "12 frames from my frames/M31 are taken as clean scenes, see /home/wilhelmina/night-12/notes.txt.",
      "old-release.onnx could not read 'M31_Ha_300s_stack.fits'.",
    ]
    fixture.record.scenes[scene].notes += [
      "centred on 05:34:31.9 +22:00:52, or 5h 34m 31.9s +22° 00′ 52″",
      "from C:\\Users\\wilhelmina\\M31",
    ]
    fixture.record.crops[0].scene = fixture.record.scenes[scene].name
    fixture.record.stars = try ManyStars(20, in: fixture.record).description
    fixture.record.stars?.columns[10].candidate = "old-release.onnx"
    fixture.record.provenance.commandLine += ["--output", "/home/wilhelmina/out", "--threads=2"]
    fixture.record.provenance.configuration += "\n  data: /home/wilhelmina/night-12\n"
    for index in fixture.record.rows.indices where fixture.record.rows[index].status != .measured {
      fixture.record.rows[index].reason = "M31_Ha_300s_stack.fits: no stars on observatory-pc:/data"
    }
    fixture.record.provenance.commandLine.append("observatory-pc:/data")
    return fixture
  }

  private static func page(redacted: Bool) throws -> RenderedPage {
    let fixture = try telling()
    var reporter = HTMLReporter()
    reporter.isRedacted = redacted
    reporter.companions.gate = try GateDocument(json: Array(SmallGate.json.utf8))
    reporter.companions.older = fixture.record
    return try RenderedPage(try reporter.render(fixture.record, assets: fixture.assets)).unpacked
  }

  @Test(
    "names no file, folder, person, machine or place, in the page or in the data that it carries")
  func silent() throws {
    let page = try Self.page(redacted: true)
    for secret in Self.secrets { #expect(!page.contains(secret), "\(secret)") }
    #expect(page.contains("Redacted: "))
    #expect(!page.contains("\"sky\":{"))
  }

  @Test("tells all of it where nobody asks for silence, so that the test above can fail")
  func open() throws {
    let page = try Self.page(redacted: false)
    for secret in Self.secrets {
      #expect(page.contains(secret), "\(secret)")
    }
    #expect(!page.contains("Redacted: "))
  }

  @Test("keeps what a stranger may know: simulated scenes, architectures, figures, options")
  func useful() throws {
    let page = try Self.page(redacted: true)
    for text in ["starfield-b", "nafnet-lite", "unet:width=16", "Scorecard", "ZWO ASI2600MM"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(page.contains("scene 1") && page.contains("target 1") && page.contains("model 1"))
    #expect(page.contains("evalbench compare --preset standard --data"))
    #expect(page.contains("12 frames from [path] are taken as clean scenes, see [path]"))
  }

  @Test("calls one thing by one name in the record, the crops and the older run")
  func consistent() throws {
    let record = try Self.telling().record
    let redaction = Redaction([record])
    let (once, again) = (redaction.redacted(record), redaction.redacted(record))
    #expect(once == again)
    let names = Set(once.scenes.map(\.name))
    #expect(once.rows.allSatisfy { names.contains($0.scene) })
    #expect(once.crops.allSatisfy { names.contains($0.scene) })
    #expect((once.slices ?? []).allSatisfy { $0.scenes.allSatisfy(names.contains) })
    let candidates = Set(once.candidates.map(\.name))
    #expect(once.rows.allSatisfy { candidates.contains($0.candidate) })
    #expect(Set(once.scenes.map(\.target)).count == Set(record.scenes.map(\.target)).count)
  }
}
