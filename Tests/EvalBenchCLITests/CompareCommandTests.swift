import AstroImages
import Evaluation
import Foundation
import Reports
import TestSupport
import Testing

/// A comparison of seconds: two tiny networks, a filter, one sky to choose by and two to judge on.
private let configuration = """
  compare:
    preset: smoke
    candidates: ["dncnn:depth=3,width=4", "nafnet-lite:width=4,enc=1,mid=1,dec=1"]
    baselines: [identity, median]
    seed: 5
    training: {steps: 40, batch: 2, patch: 32, validate_every: 20}
    scenes: {training: 2, training_size: 128, validation: 1, test: 2, size: 128}
  """

/// The arguments of such a run in a workplace, whose folder is always named alike.
private func comparison(_ place: Workplace, _ more: [String] = []) throws -> [String] {
  try AtomicFile.write(configuration, to: place("evalbench.yaml"))
  return ["compare", "--config", place("evalbench.yaml"), "--output", place("reports/run")] + more
}

/// The run that nobody interrupted, with one thread, made once.
private let straight = Result { () throws -> Workplace in
  let place = try Workplace()
  let outcome = try Tool.run(comparison(place, ["--threads", "1"]))
  #expect(outcome.code == 0, "\(outcome)")
  #expect(outcome.output.hasSuffix("report: \(place("reports/run"))/report.html\n"))
  return place
}

/// The files that every run must leave.
private let deliverables = [
  "compare.json", "configuration.yaml", "metrics.csv", "models/dncnn.safetensors",
  "models/nafnet-lite.safetensors", "report.html", "results.jsonl", "stars.columns", "summary.md",
  "winner.md", "winner.onnx",
]

/// A JSON file without times, threads, and the command line.
private func timeless(_ data: Data) throws -> NSDictionary {
  func strip(_ value: Any) -> Any {
    if let object = value as? [String: Any] {
      let times = ["seconds", "secondsPerMegapixel", "startedAt", "commandLine", "threads"]
      return object.filter { !times.contains($0.key) }.mapValues(strip)
    }
    return (value as? [Any])?.map(strip) ?? value
  }
  let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  return try #require(strip(root) as? NSDictionary)
}

/// The lines of a report that may not differ from run to run: those without time, threads and command, outside of the table of
/// costs, and without the record, which is packed.
private func lasting(_ data: Data) -> [Substring] {
  let text = String(decoding: data, as: UTF8.self)
  var isCost = false
  return text.split(separator: "\n").filter { line in
    if line.hasPrefix("## ") || line.contains("<h2") {
      isCost = line.contains("Cost")
    }
    let marks = [
      "id=\"record\"", "Started", "started", "thread", "Threads", "ommand", "of wall clock",
    ]
    return !isCost && !marks.contains { line.contains($0) }
  }
}

private func expectSame(_ place: Workplace) throws {
  let expected = try straight.get()
  #expect(try place.files("reports/run") == expected.files("reports/run"))
  let equal = try place.files("reports/run").filter {
    !$0.hasPrefix("training/") && !["compare.json", "report.html", "summary.md"].contains($0)
  }
  #expect(equal.count > 20, "pictures and tables are among them")
  for file in equal {
    #expect(
      try place.bytes("reports/run/" + file) == expected.bytes("reports/run/" + file), "\(file)")
  }
  #expect(
    try timeless(place.bytes("reports/run/compare.json"))
      == timeless(expected.bytes("reports/run/compare.json")))
  for report in ["summary.md", "report.html"] {
    let (ours, theirs) = try (
      lasting(place.bytes("reports/run/" + report)),
      lasting(expected.bytes("reports/run/" + report))
    )
    #expect(ours.count > 30)
    let different = zip(ours, theirs).first { $0 != $1 }
    #expect(different == nil && ours.count == theirs.count, "\(report)")
  }
  let page = String(decoding: try place.bytes("reports/run/report.html"), as: UTF8.self)
  #expect(
    try timeless(CarriedFiles.bytes("record", in: page))
      == timeless(place.bytes("reports/run/compare.json")))
}

@Suite("evalbench compare", .serialized)
struct CompareCommandTests {
  @Test("leaves every file that it promises, and points at the latest run")
  func complete() throws {
    let place = try straight.get()
    for file in deliverables { #expect(place.exists("reports/run/" + file), "\(file)") }
    let files = try place.files("reports/run")
    #expect(!files.contains { $0.contains(".partial") || $0.contains("/.") })
    let latest = try FileManager.default.destinationOfSymbolicLink(atPath: place("reports/latest"))
    #expect(latest == "run")
    let lines = String(decoding: try place.bytes("reports/run/results.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 4 * 3, "a line a candidate and image")
    for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    let table = String(decoding: try place.bytes("reports/run/metrics.csv"), as: UTF8.self)
    let columns = try #require(table.split(whereSeparator: \.isNewline).first).split(separator: ",")
    let wanted = ["candidate", "seed", "image", "split", "metric", "value", "unit"]
    #expect(Set(columns.map(String.init)).isSuperset(of: wanted))
    #expect(!table.lowercased().contains(",nan,") && !table.lowercased().contains(",inf"))
  }

  @Test("stores every star of the test frames, those of the crops with the crops' figures")
  func stars() throws {
    let place = try straight.get()
    let record = try JSONDecoder().decode(
      RunRecord.self, from: place.bytes("reports/run/compare.json"))
    let stars = try #require(record.stars)
    let bytes = [UInt8](try place.bytes("reports/run/" + stars.file))
    #expect(bytes.count == stars.columns.map(\.length).reduce(0, +))
    #expect(stars.columns.count == 9 + 7 * record.candidates.count)
    let column = try columns(of: record, in: place)
    let (scenes, ids) = (try column(.scene, nil), try column(.id, nil))
    #expect(Set(stars.scenes).isSubset(of: record.scenes.filter { $0.split == .test }.map(\.name)))
    let (x, signal) = (try column(.x, nil), try column(.signalToNoise, nil))
    let name = record.candidates[0].name
    let (fates, widths) = (try column(.fate, name), try column(.widthChange, name))
    var known: Set<Int> = []
    for crop in record.crops {
      let scene = try #require(stars.scenes.firstIndex(of: crop.scene))
      for star in crop.stars ?? [] {
        let index = try #require(
          ids.indices.first { ids[$0] == Double(star.id) && scenes[$0] == Double(scene) })
        known.insert(index)
        #expect(abs(x[index] - star.x) < 1e-6)
        #expect(star.signalToNoise.map { abs(signal[index] - $0) < 1e-6 } ?? signal[index].isNaN)
        let own = star.renditions.first { $0.candidate == name }
        #expect(
          own.map { stars.fates[Int(fates[index])] == $0.fate } ?? fates[index].isNaN, "\(star.id)")
        // The crop's figure has two decimals, the column's one.
        #expect(own?.widthChange.map { abs(widths[index] - $0) < 0.06 } ?? widths[index].isNaN)
      }
    }
    #expect(known.count > 5, "the crops hold stars")
  }

  /// Reads the stars of a run by quantity and candidate.
  private func columns(of record: RunRecord, in place: Workplace) throws -> (
    StarColumns.Quantity, String?
  ) throws -> [Double] {
    let stars = try #require(record.stars)
    let bytes = [UInt8](try place.bytes("reports/run/" + stars.file))
    return { quantity, candidate in
      let column = try #require(
        stars.columns.first { $0.quantity == quantity && $0.candidate == candidate })
      let block = Array(bytes[column.offset..<column.offset + column.length])
      return try NumberBlock.unpack(block, count: stars.count, scale: column.scale)
    }
  }

  @Test("shows the star that the winner changed most, of all test frames, and says of which check")
  func worst() throws {
    let place = try straight.get()
    let record = try JSONDecoder().decode(
      RunRecord.self, from: place.bytes("reports/run/compare.json"))
    let stars = try #require(record.stars)
    let winner = try #require(record.winner).candidate
    let column = try columns(of: record, in: place)
    let (scenes, x, y) = (try column(.scene, nil), try column(.x, nil), try column(.y, nil))
    let (signal, clipped) = (try column(.signalToNoise, nil), try column(.isClipped, nil))
    var found = 0
    for (check, quantity) in [
      ("fwhm-drift", StarColumns.Quantity.widthChange), ("photometric-bias", .brightnessChange),
      ("ellipticity-drift", .ellipticityChange),
    ] {
      let sizes = try column(quantity, winner).map(abs)
      let bright = sizes.indices.filter {
        signal[$0] >= 50 && clipped[$0] == 0 && sizes[$0].isFinite
      }
      guard let most = bright.map({ sizes[$0] }).max(), most > 0 else { continue }
      let crop = try #require(
        record.crops.first { $0.worst?.contains { $0.check == check } == true }, "\(check)")
      #expect(crop.worst?.allSatisfy { $0.candidate == winner } == true)
      #expect(crop.reason.contains("by \(winner): a star of signal-to-noise"))
      // Stars of equal figures are as bad as each other.
      let isShown = bright.contains { index in
        sizes[index] == most && stars.scenes[Int(scenes[index])] == crop.scene
          && abs(x[index] - Double(crop.x) - Double(crop.width) / 2) <= Double(crop.width) / 2
          && abs(y[index] - Double(crop.y) - Double(crop.height) / 2) <= Double(crop.height) / 2
      }
      #expect(isShown, "\(check)")
      found += 1
    }
    #expect(found > 0, "the frames have bright stars")
  }

  @Test("gives the same files with two threads as with one")
  func threads() throws {
    let place = try Workplace()
    #expect(try Tool.run(comparison(place, ["--threads", "2"])).code == 0)
    try expectSame(place)
  }

  @Test("stopped by Ctrl-C, then twice by kill -9, it goes on and ends the same")
  func interrupted() throws {
    let place = try Workplace()
    let results = ["compare.json", "report.html", "metrics.csv", "winner.onnx"]
    for (signal, code, file) in [
      (SIGINT, 130 as Int32, "training/dncnn/last.safetensors"),
      (SIGKILL, 137, "training/nafnet-lite/last.safetensors"),
      (SIGKILL, 137, "models/nafnet-lite.safetensors"),
    ] {
      let running = try Tool.Running(comparison(place))
      while running.isRunning, !place.exists("reports/run/" + file) { usleep(1000) }
      running.send(signal)
      let outcome = try running.wait()
      #expect(outcome.code == code, "\(outcome)")
      #expect(outcome.output.isEmpty)
      if signal == SIGINT {
        #expect(
          outcome.errors.contains("with --output \(place("reports/run")) goes on"), "\(outcome)")
      }
      for result in results { #expect(!place.exists("reports/run/" + result)) }
      #expect(!place.exists("reports/latest"))
    }
    let outcome = try Tool.run(comparison(place))
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.errors.contains("dncnn: continues from step "))
    // What a killed writer leaves beside its target.
    for file in try place.files("reports/run") where file.contains(".partial-") {
      try FileManager.default.removeItem(atPath: place("reports/run/" + file))
    }
    try expectSame(place)
  }

  @Test("gives other figures for another seed")
  func seeds() throws {
    let place = try Workplace()
    #expect(try Tool.run(comparison(place, ["--seed", "6"])).code == 0)
    for file in ["metrics.csv", "models/dncnn.safetensors"] {
      #expect(
        try place.bytes("reports/run/" + file) != straight.get().bytes("reports/run/" + file))
    }
  }

  @Test("refuses a folder that holds another run, and leaves it alone")
  func otherRun() throws {
    let place = try straight.get()
    let before = try place.bytes("reports/run/compare.json")
    let outcome = try Tool.run(comparison(place, ["--seed", "9"]))
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.contains("holds a run with another configuration"))
    #expect(try place.bytes("reports/run/compare.json") == before)
  }

  @Test("keeps two filters of one kind apart")
  func twoFilters() throws {
    let place = try Workplace()
    let outcome = try Tool.run(
      comparison(place, ["--candidates", "median:radius=2,gaussian"]))
    #expect(outcome.code == 0, "\(outcome)")
    let table = String(decoding: try place.bytes("reports/run/metrics.csv"), as: UTF8.self)
    let names = Set(
      table.split(whereSeparator: \.isNewline).dropFirst().map { $0.prefix { $0 != "," } })
    #expect(names == ["identity", "median", "gaussian", "median-2"])
  }

  @Test("exports a winner that ONNX accepts and ONNX Runtime runs as we do")
  func winner() throws {
    guard let python = Repository.python else {
      print("skipped: no Python with onnx and onnxruntime (EVALBENCH_PYTHON or .venv)")
      return
    }
    let place = try straight.get()
    let frame = Frames.sky(64, 48, seed: 1)
    try Codecs.write(frame, to: place("in.fits"))
    let model = place("reports/run/winner.onnx")
    let outcome = try Tool.run(["denoise", place("in.fits"), place("out.fits"), "--model", model])
    #expect(outcome.code == 0, "\(outcome)")
    let script = Repository.root.appending(path: "references/cli/check_winner.py").path()
    try Frames.raw(frame).write(to: URL(filePath: place("in.raw")))
    try Frames.raw(Codecs.read(place("out.fits"))).write(to: URL(filePath: place("out.raw")))
    let (status, output) = try runPython(
      python, [script, model, place("in.raw"), place("out.raw"), "64", "48"])
    #expect(status == 0, "\(output)")
  }
}
