import AstroImages
import Foundation
import TestSupport
import Testing

/// One simulated scene with a denoised frame, made once.
private let scene = Result { () throws -> Workplace in
  let place = try Workplace()
  let made = try Tool.run(
    ["simulate", "--out", place.path, "--scene", "starfield", "--size", "384", "--seed", "2"])
  #expect(made.code == 0, "\(made)")
  let outcome = try Tool.run([
    "denoise", place("starfield/noisy.fits"), place("out.fits"), "--model", "gaussian",
  ])
  #expect(outcome.code == 0, "\(outcome)")
  return place
}

private func measure(_ place: Workplace, _ more: [String] = []) throws -> Tool.Outcome {
  try Tool.run(
    [
      "measure", "--reference", place("starfield/clean.fits"), "--input",
      place("starfield/noisy.fits"), "--output", place("out.fits"),
    ] + more)
}

/// The rows of the JSON report by check.
private func rows(_ text: String) throws -> [String: [String: Any]] {
  let root = try #require(
    JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  #expect(root["schema"] as? String == "evalbench.measure/1")
  let checks = try #require(root["checks"] as? [[String: Any]])
  return Dictionary(
    checks.map { ($0["id"] as? String ?? "?", $0) }, uniquingKeysWith: { first, _ in first })
}

@Suite("evalbench measure")
struct MeasureCommandTests {
  @Test("says the same as text and as JSON")
  func sameFigures() throws {
    let place = try scene.get()
    let (text, json) = (try measure(place), try measure(place, ["--json"]))
    #expect(text.code == 0 && json.code == 0, "\(text) \(json)")
    let parsed = try rows(json.output)
    let lines = text.output.split(separator: "\n").dropFirst()
    #expect(lines.count == parsed.count && parsed.count > 20)
    for line in lines {
      let cells = line.split(separator: " ", omittingEmptySubsequences: true)
      let row = try #require(parsed[String(cells[0])])
      if let value = row["value"] as? Double {
        #expect(String(cells[1]) == String(format: "%.5g", value), "\(line)")
      } else {
        #expect(cells[1] == "-" && row["reason"] is String, "\(line)")
      }
    }
    #expect(try measure(place, ["--json"]).output == json.output)
  }

  @Test("finds a blur's faults on a sky with its catalogue and faint patches")
  func catalogue() throws {
    let place = try scene.get()
    let outcome = try measure(
      place,
      [
        "--json", "--catalog", place("starfield/catalog.csv"), "--patches",
        place("starfield/patches.fits"), "--patches-csv", place("starfield/patches.csv"),
        "--second-input", place("starfield/noisy2.fits"),
      ])
    #expect(outcome.code == 0, "\(outcome)")
    let parsed = try rows(outcome.output)
    #expect(!parsed.values.contains { $0["status"] as? String == "failed" }, "\(outcome)")
    let drift = try #require(parsed["fwhm-drift"]?["value"] as? Double)
    #expect(drift > 2, "a Gaussian of sigma 1 widens stars of 3 pixels")
  }

  @Test("keeps JSON free of NaN, whatever the frames hold")
  func neverNaN() throws {
    let place = try Workplace()
    let frame = Frames.sky(48, 48, seed: 1)
    var hollow = frame
    var flat = frame
    for i in frame.planes[0].indices {
      if i % 3 == 0 { hollow.planes[0][i] = .nan }
      flat.planes[0][i] = 7
    }
    var nothing = frame
    nothing.planes[0] = [Float](repeating: .nan, count: 48 * 48)
    var endless = frame
    endless.planes[0][5] = .infinity
    let frames = [
      "good": frame, "hollow": hollow, "flat": flat, "nothing": nothing, "endless": endless,
    ]
    for (name, image) in frames { try Codecs.write(image, to: place(name + ".fits")) }
    for (reference, input, output) in [
      ("good", "good", "good"), ("hollow", "good", "good"), ("good", "hollow", "flat"),
      ("flat", "flat", "flat"), ("good", "good", "nothing"), ("nothing", "nothing", "nothing"),
      ("good", "endless", "good"), ("good", "good", "endless"),
    ] {
      let outcome = try Tool.run([
        "measure", "--reference", place(reference + ".fits"), "--input", place(input + ".fits"),
        "--output", place(output + ".fits"), "--json",
      ])
      let names = "\(reference) \(input) \(output)"
      #expect(outcome.code == 0 || outcome.code == 2, "\(names) \(outcome)")
      guard outcome.code == 0 else { continue }
      for row in try rows(outcome.output).values {
        let value = row["value"] as? Double
        #expect((value != nil) == (row["status"] as? String == "measured"), "\(names) \(row)")
        #expect(value?.isFinite ?? true)
      }
    }
  }

  @Test("refuses frames on other grids and files that are not there, with code 2")
  func refused() throws {
    let place = try scene.get()
    try Codecs.write(Frames.sky(100, 384, seed: 1), to: place("narrow.fits"))
    try Codecs.write(Frames.sky(384, 384, seed: 1, channels: 3), to: place("colour.fits"))
    try AtomicFile.write("a,b\n1,2\n", to: place("bad.csv"))
    for (more, hint) in [
      (["--output", place("narrow.fits")], "give frames on one grid"),
      (["--reference", place("colour.fits")], "give frames on one grid"),
      (["--output", place("gone.fits")], "gone.fits: cannot be opened"),
      (["--catalog", place("gone.csv")], "gone.csv"),
      (["--catalog", place("bad.csv")], "bad.csv"),
      (["--patches", place("narrow.fits")], "the map of patches needs"),
      (["--second-input", place("narrow.fits")], "give frames on one grid"),
    ] {
      let outcome = try measure(place, more)
      #expect(outcome.code == 2, "\(more) \(outcome)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(hint), "\(more) \(outcome)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
    }
  }
}
