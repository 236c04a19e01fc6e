import AstroImages
import Foundation
import TestSupport
import Testing

@Suite("compare --stack, inject, cameras and slices")
struct StackCommandTests {
  /// Frames of one field: the same stars each time, dithered by whole pixels, with noise of their own.
  private func writeField(_ place: Workplace, _ folder: String, count: Int) throws {
    try FileManager.default.createDirectory(
      atPath: place(folder), withIntermediateDirectories: true)
    var state: UInt64 = 99
    func uniform() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) * 0x1p-53
    }
    let stars = (0..<90).map { _ in
      (x: 270 * uniform() + 5, y: 250 * uniform() + 5, peak: 120 + 4000 * pow(uniform(), 4))
    }
    for number in 0..<count {
      let (dx, dy) = (Double(3 * number), Double(-2 * number))
      var plane = [Float](repeating: 0, count: 256 * 240)
      for y in 0..<240 {
        for x in 0..<256 {
          var sum = 0.0
          for _ in 0..<12 { sum += uniform() }
          plane[y * 256 + x] = Float(1000 + 20 * (sum - 6))
        }
      }
      for star in stars {
        let (cx, cy) = (star.x + dx, star.y + dy)
        func near(_ centre: Double, _ count: Int) -> Range<Int> {
          let low = min(max(Int(centre) - 10, 0), count)
          return low..<max(low, min(Int(centre) + 11, count))
        }
        for y in near(cy, 240) {
          for x in near(cx, 256) {
            let square = (Double(x) - cx) * (Double(x) - cx) + (Double(y) - cy) * (Double(y) - cy)
            plane[y * 256 + x] += Float(star.peak * exp(-square / 4.5))
          }
        }
      }
      var image = AstroImage(width: 256, height: 240, planes: [plane])
      image.metadata = ImageMetadata(
        format: "fits",
        entries: [
          .init("INSTRUME", "Test Camera"), .init("FILTER", "V"),
          .init("PIXSCALE", "1.5", isText: false),
        ])
      try FITS.write(image, to: place("\(folder)/light_\(number).fits"))
    }
  }

  private func record(_ place: Workplace, _ name: String) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: place.bytes(name)) as? [String: Any])
  }

  private let filters = """
    compare:
      preset: smoke
      candidates: ["median:radius=1"]
      baselines: [identity, gaussian, median]
      scenes: {training: 2, training_size: 64, validation: 1, test: 3, size: 128}
    """

  @Test(
    "a stack judges candidates; a frame of another field is named and left out; slices are told")
  func stack() throws {
    let place = try Workplace()
    try writeField(place, "field/a", count: 4)
    try FITS.write(Frames.sky(256, 240, seed: 5), to: place("field/a/stranger.fits"))
    try AtomicFile.write(filters, to: place("c.yaml"))
    let outcome = try Tool.run([
      "compare", "--config", place("c.yaml"), "--stack", place("field"), "--output", place("run"),
    ])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.output.contains("stranger.fits: cannot be registered"), "\(outcome)")
    let record = try record(place, "run/compare.json")
    let rows = try #require(record["rows"] as? [[String: Any]])
    func value(_ candidate: String, _ check: String) -> Double? {
      let values = rows.filter {
        $0["candidate"] as? String == candidate && $0["check"] as? String == check
          && $0["split"] as? String == "test"
      }.compactMap { ($0["finding"] as? [String: Any])?["value"] as? Double }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    #expect(value("identity", "noise2noise-rmse") == 1)
    // White noise under a Gaussian of one pixel keeps a variance of 1 / (4 pi): 0.28 of the deviation.
    let left = try #require(value("gaussian", "noise2noise-rmse"))
    #expect(abs(left - 0.282) < 0.05, "\(left)")
    #expect(try #require(value("gaussian", "stack-star-shape")) > 10)
    #expect(try #require(value("identity", "stack-completeness")) > 0.8)
    #expect(value("identity", "psnr-display") == nil)
    let candidates = Set(rows.compactMap { $0["candidate"] as? String })
    // The median that was asked for is the baseline's, and is compared once.
    #expect(candidates == ["identity", "gaussian", "median"])
    let scenes = try #require(record["scenes"] as? [[String: Any]])
    let checks = try #require(record["checks"] as? [[String: Any]])
    // Every check has a row for every candidate and frame: measured, or with the reason why not.
    #expect(rows.count == candidates.count * scenes.count * checks.count)
    for row in rows where row["status"] as? String != "measured" {
      #expect((row["reason"] as? String)?.isEmpty == false)
    }
    #expect(!rows.contains { $0["status"] as? String == "failed" })
    let frame = try #require(
      scenes.first { ($0["name"] as? String)?.hasSuffix("light_0.fits") == true })
    #expect(frame["sensor"] as? String == "Test Camera")
    #expect(frame["pixelScale"] as? Double == 1.5)
  }

  @Test("a folder without two exposures of one field is an error that says so")
  func noStack() throws {
    let place = try Workplace()
    try FileManager.default.createDirectory(
      atPath: place("single"), withIntermediateDirectories: true)
    try FITS.write(Frames.sky(128, 128, seed: 1), to: place("single/one.fits"))
    let outcome = try Tool.run([
      "compare", "--stack", place("single"), "--preset", "smoke", "--output", place("run"),
    ])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("holds no stack"), "\(outcome)")
    let both = try Tool.run(["compare", "--stack", place("single"), "--data", place("single")])
    #expect(both.code == 64)
  }

  @Test("inject writes curves as JSON, CSV and a page, the same for the same seed")
  func inject() throws {
    let place = try Workplace()
    try writeField(place, "field", count: 1)
    let arguments = [
      "inject", place("field/light_0.fits"), "--candidates", "median,gaussian:sigma=2",
      "--passes", "2", "--seed", "4",
    ]
    let first = try Tool.run(arguments + ["--output", place("one")])
    #expect(first.code == 0, "\(first)")
    #expect(first.output.contains("stars found %"))
    let second = try Tool.run(arguments + ["--output", place("two"), "--threads", "1"])
    #expect(second.code == 0)
    for file in ["injection.json", "injection.csv", "injection.html"] {
      #expect(try place.bytes("one/" + file) == place.bytes("two/" + file), "\(file)")
    }
    let record = try record(place, "one/injection.json")
    let frame = try #require((record["frames"] as? [[String: Any]])?.first)
    #expect(frame["sensor"] as? String == "Test Camera")
    let results = try #require(frame["results"] as? [[String: Any]])
    #expect(
      results.compactMap { $0["candidate"] as? String } == ["identity", "median", "gaussian"])
    let wrong = try Tool.run(["inject", place("field/light_0.fits"), "--candidates", "dncnn"])
    #expect(wrong.code == 64)
    let missing = try Tool.run(["inject", place("nowhere.fits")])
    #expect(missing.code == 2)
  }

  @Test("cameras make a matrix: each kind of sky through each of them, sliced by sensor")
  func cameras() throws {
    let place = try Workplace()
    try AtomicFile.write(filters, to: place("c.yaml"))
    let outcome = try Tool.run([
      "compare", "--config", place("c.yaml"), "--cameras", "asi533mm_g100,canon6d_iso1600",
      "--output", place("run"),
    ])
    #expect(outcome.code == 0, "\(outcome)")
    let record = try record(place, "run/compare.json")
    let scenes = try #require(record["scenes"] as? [[String: Any]])
      .filter { $0["split"] as? String == "test" }
    #expect(scenes.count == 4)
    #expect(
      Set(scenes.compactMap { $0["sensor"] as? String }) == ["asi533mm_g100", "canon6d_iso1600"])
    let slices = try #require(record["slices"] as? [[String: Any]])
    #expect(slices.contains { $0["facet"] as? String == "sensor" })
    let worst = try #require(record["worstSlices"] as? [[String: Any]])
    #expect(worst.contains { $0["check"] as? String == "psnr-display" })
    let csv = String(decoding: try place.bytes("run/slices.csv"), as: UTF8.self)
    #expect(csv.hasPrefix("candidate,check,facet,slice,mean,frames,targets,is_worst,low,high\n"))
    #expect(try Tool.run(["compare", "--cameras", "nothing"]).code == 64)
    let simulated = try Tool.run([
      "simulate", "--out", place("skies"), "--scene", "flat", "--size", "64", "--cameras",
      "asi2600mm_g0,nikond810_iso400",
    ])
    #expect(simulated.code == 0, "\(simulated)")
    #expect(place.exists("skies/asi2600mm_g0/flat/noisy.fits"))
    #expect(place.exists("skies/nikond810_iso400/flat/clean.fits"))
  }

  @Test("the configuration says what headers do not, and reads itself back")
  func properties() throws {
    let place = try Workplace()
    try writeField(place, "field", count: 3)
    try AtomicFile.write(
      filters + """

          stack: "\(place("field"))"
          frames:
            - match: "*light_1*"
              sensor: "Other Camera"
              scene: cluster
              signal: bright
              pixel_scale: 0.7

        """, to: place("c.yaml"))
    let outcome = try Tool.run(["compare", "--config", place("c.yaml"), "--output", place("run")])
    #expect(outcome.code == 0, "\(outcome)")
    let scenes = try #require(try record(place, "run/compare.json")["scenes"] as? [[String: Any]])
    let other = try #require(scenes.first { ($0["name"] as? String)?.contains("light_1") == true })
    #expect(other["sensor"] as? String == "Other Camera")
    #expect(other["kind"] as? String == "cluster")
    #expect(other["pixelScale"] as? Double == 0.7)
    let again = try Tool.run([
      "compare", "--config", place("run/configuration.yaml"), "--output", place("run"),
    ])
    #expect(again.code == 0, "\(again)")
  }
}
