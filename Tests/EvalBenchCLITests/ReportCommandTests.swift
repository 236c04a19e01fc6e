import AstroImages
import Evaluation
import Foundation
import TestSupport
import Testing

/// One run of seconds on three frames whose headers say where on the sky they lie, and its report.
@Suite("evalbench report")
struct ReportCommandTests {
  private static let side = 160
  private static let scored = 128

  /// A header with a tangent plane, turned by 30 degrees, 2 arcseconds a pixel.
  private static func header(object: String, right: Double, up: Double) -> ImageMetadata {
    let scale = 2.0 / 3600
    let (cosine, sine) = (cos(Double.pi / 6), sin(Double.pi / 6))
    let numbers: [(String, Double)] = [
      ("CRPIX1", 41.5), ("CRPIX2", 97.25), ("CRVAL1", right), ("CRVAL2", up),
      ("CD1_1", -scale * cosine), ("CD1_2", scale * sine), ("CD2_1", scale * sine),
      ("CD2_2", scale * cosine),
    ]
    return ImageMetadata(
      entries: [
        .init("CTYPE1", "RA---TAN"), .init("CTYPE2", "DEC--TAN"), .init("OBJECT", object),
        .init("INSTRUME", "Test Camera"),
      ] + numbers.map { .init($0.0, String($0.1), isText: false) })
  }

  private struct Run {
    var place: Workplace
    var record: RunRecord
    var headers: [String: ImageMetadata]
  }

  private static let run: Result<Run, any Error> = Result {
    let place = try Workplace()
    try FileManager.default.createDirectory(
      atPath: place("secret-night"), withIntermediateDirectories: true)
    var headers: [String: ImageMetadata] = [:]
    for (number, name) in ["Lagoon", "Trifid", "Eagle"].enumerated() {
      var frame = Frames.sky(side, side, seed: UInt64(number + 1), channels: 3, format: .float32)
      frame.metadata = header(
        object: name, right: 359.99 + Double(number) * 20, up: -30 + 30 * Double(number))
      headers["\(name)_0001.fits"] = frame.metadata
      try Codecs.write(frame, to: place("secret-night/\(name)_0001.fits"))
    }
    try AtomicFile.write(
      """
      compare:
        preset: smoke
        candidates: ["dncnn:depth=3,width=4"]
        baselines: [identity, median]
        training: {steps: 4, batch: 2, patch: 32, validate_every: 2}
        scenes: {training: 2, training_size: 128, validation: 1, test: 2, size: \(scored)}
      """, to: place("evalbench.yaml"))
    let outcome = try Tool.run([
      "compare", "--config", place("evalbench.yaml"), "--data", place("secret-night"),
      "--output", place("run"),
    ])
    #expect(outcome.code == 0, "\(outcome)")
    let bytes = Data(try place.bytes("run/compare.json"))
    return Run(
      place: place, record: try JSONDecoder().decode(RunRecord.self, from: bytes), headers: headers)
  }

  /// What a page makes of the nine places: a parabola through three along either axis.
  private static func interpolated(_ sky: CropSky, _ u: Double, _ v: Double) -> [Double] {
    func weights(_ t: Double) -> [Double] {
      [(1 - t) * (1 - 2 * t), 4 * t * (1 - t), t * (2 * t - 1)]
    }
    let (across, down) = (weights(u), weights(v))
    return sky.places.enumerated().reduce([0, 0, 0]) { sum, entry in
      let weight = across[entry.offset % 3] * down[entry.offset / 3]
      return zip(sum, direction(entry.element)).map { $0 + weight * $1 }
    }
  }

  private static func direction(_ place: [Double]) -> [Double] {
    let (a, b) = (place[0] * .pi / 180, place[1] * .pi / 180)
    return [cos(b) * cos(a), cos(b) * sin(a), sin(b)]
  }

  @Test("writes where every crop lies on the sky, to a thousandth of a pixel")
  func sky() throws {
    let run = try Self.run.get()
    let offset = Double((Self.side - Self.scored) / 2)
    #expect(!run.record.crops.isEmpty)
    for crop in run.record.crops {
      let sky = try #require(crop.sky, "\(crop.scene)")
      #expect(sky.system == .equatorial)
      let header = try #require(run.headers[crop.scene])
      let coordinates = try #require(WorldCoordinates(header))
      for (u, v) in [(0.0, 0.0), (0.31, 0.77), (0.9, 0.2), (1, 1)] {
        let truth = coordinates.sky(
          x: offset + Double(crop.x) + u * Double(crop.width - 1),
          y: offset + Double(crop.y) + v * Double(crop.height - 1))
        let away = zip(Self.interpolated(sky, u, v), Self.direction([truth.x, truth.y]))
          .map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
        // Radians; a pixel has 2 arcseconds.
        #expect(away < 1e-3 * 2 / 206_265, "\(crop.scene) at \(u), \(v)")
      }
    }
  }

  @Test("writes a preview of every frame with crops, and profiles of every output that was judged")
  func previews() throws {
    let run = try Self.run.get()
    let scenes = Set(run.record.crops.map(\.scene))
    #expect(Set((run.record.previews ?? []).map(\.scene)) == scenes)
    for preview in run.record.previews ?? [] {
      let picture = try Codecs.read(run.place("run/\(preview.file)"))
      #expect(picture.width == Self.scored && picture.height == Self.scored)
      #expect(picture.channels == 3)
      #expect(preview.width == Self.scored && preview.height == Self.scored)
    }
    let profiles = run.record.profiles ?? []
    #expect(Set(profiles.map(\.candidate)) == Set(run.record.candidates.map(\.name)))
    #expect(Set(profiles.map(\.axis)) == Set(BackgroundProfile.Axis.allCases))
    let errors = run.record.errorProfiles ?? []
    #expect(Set(errors.map(\.candidate)) == Set(run.record.candidates.map(\.name)))
    #expect(Set(errors.map(\.axis)) == Set(ErrorProfile.Axis.allCases))
    for noise in run.record.planeNoise ?? [] where noise.candidate == "identity" {
      #expect(noise.after == noise.before && noise.before > 0)
    }
    #expect(Set((run.record.planeNoise ?? []).map(\.plane)) == ["R", "G", "B"])
    #expect(run.record.trainedOn?.sensors.isEmpty == false)
  }

  @Test("--redact leaves out names, paths and places, and keeps the whole page beside it")
  func redacted() throws {
    let run = try Self.run.get()
    let whole = try run.place.bytes("run/report.html")
    let outcome = try Tool.run(["report", "--from", run.place("run"), "--redact"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("report-redacted.html"), "\(outcome)")
    #expect(try run.place.bytes("run/report.html") == whole)
    let page = try CarriedFiles.unpacked(
      String(decoding: try run.place.bytes("run/report-redacted.html"), as: UTF8.self))
    for secret in ["Lagoon", "Trifid", "Eagle", "secret-night", "evalbench.yaml", "\"sky\":{"] {
      #expect(!page.contains(secret), "\(secret)")
    }
    #expect(page.contains("Redacted: ") && page.contains("Test Camera"))
    let open = try CarriedFiles.unpacked(String(decoding: whole, as: UTF8.self))
    #expect(open.contains("\"sky\":{"))
  }

  @Test("--layout dir writes previews as files of their own")
  func folder() throws {
    let run = try Self.run.get()
    let outcome = try Tool.run([
      "report", "--from", run.place("run"), "--layout", "dir", "--output", run.place("public"),
    ])
    #expect(outcome.code == 0, "\(outcome)")
    let page = String(decoding: try run.place.bytes("public/report.html"), as: UTF8.self)
    #expect(page.contains("src=\"img/") && !page.contains("data:image/jpeg"))
    let files = try FileManager.default.contentsOfDirectory(atPath: run.place("public/img"))
    let previews = run.record.previews ?? []
    #expect(!previews.isEmpty)
    #expect(files.count { $0.hasSuffix(".jpeg") } == previews.count)
  }
}
