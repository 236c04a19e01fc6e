import AstroImages
import Foundation
import Networks
import TestSupport
import Testing

/// A tiny training of 240 steps that writes a checkpoint every 40.
private func training(_ folder: String, _ changes: [String] = []) -> [String] {
  [
    "train", "--architecture", "dncnn:depth=3,width=4", "--output", folder, "--preset", "smoke",
    "--steps", "240", "--batch", "2", "--patch", "32", "--validate-every", "40", "--seed", "3",
  ] + changes
}

/// The training that nobody interrupted, made once.
private let straight = Result { () throws -> Workplace in
  let place = try Workplace()
  let outcome = try Tool.run(training(place("run"), ["--threads", "1"]))
  #expect(outcome.code == 0, "\(outcome)")
  #expect(outcome.output.hasPrefix("weights: \(place("run"))/best.safetensors (best at step "))
  #expect(outcome.output.split(separator: "\n").count == 1)
  return place
}

/// Checks that a folder holds the same training as the one that nobody interrupted.
private func expectSame(_ place: Workplace) throws {
  let expected = try straight.get()
  #expect(try place.bytes("run/best.safetensors") == expected.bytes("run/best.safetensors"))
  let (weights, metadata) = try SafeTensors.read(place("run/last.safetensors"))
  let (wanted, said) = try SafeTensors.read(expected("run/last.safetensors"))
  #expect(weights == wanted)
  #expect(metadata.filter { $0.key != "seconds" } == said.filter { $0.key != "seconds" })
  #expect(try place.files("run") == ["best.safetensors", "last.safetensors"])
}

/// Waits until a file changes, at most for ten seconds or until the process ends.
private func awaitChange(of path: String, by running: Tool.Running) {
  func stamp() -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }
  let before = stamp()
  let limit = Date().addingTimeInterval(10)
  while running.isRunning, Date() < limit, stamp() == before { usleep(1000) }
}

@Suite("evalbench train", .serialized)
struct TrainCommandTests {
  @Test("gives the same bits with two threads as with one")
  func threads() throws {
    let place = try Workplace()
    #expect(try Tool.run(training(place("run"), ["--threads", "2"])).code == 0)
    try expectSame(place)
  }

  @Test(
    "stops when asked, with the code that shells expect, and goes on bit for bit",
    arguments: [(SIGINT, 130 as Int32), (SIGTERM, 143 as Int32)])
  func interrupted(_ signal: Int32, _ code: Int32) throws {
    let place = try Workplace()
    let running = try Tool.Running(training(place("run")))
    awaitChange(of: place("run/last.safetensors"), by: running)
    running.send(signal)
    let outcome = try running.wait()
    #expect(outcome.code == code, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("was interrupted; its state is in \(place("run"))"))
    let resumed = try Tool.run(training(place("run"), ["--resume"]))
    #expect(resumed.code == 0, "\(resumed)")
    #expect(resumed.errors.contains("dncnn: continues from step "))
    try expectSame(place)
  }

  @Test("loses nothing that matters to kill -9, whenever it comes")
  func killed() throws {
    let place = try Workplace()
    var generator = SystemRandomNumberGenerator()
    var kills = 0
    for attempt in 0..<5 {
      let running = try Tool.Running(training(place("run"), ["--threads", "1"]))
      if attempt % 2 == 0 { awaitChange(of: place("run/last.safetensors"), by: running) }
      usleep(UInt32.random(in: 0..<120_000, using: &generator))
      running.send(SIGKILL)
      if try running.wait().code == 137 { kills += 1 }
    }
    #expect(kills > 0, "the training must be long enough to be killed")
    // What a killed writer leaves beside its target goes too.
    try AtomicFile.write("half", to: place("run/last.safetensors.partial-abcdef"))
    #expect(try Tool.run(training(place("run"))).code == 0)
    try expectSame(place)
  }

  @Test("repeated when it is done, changes nothing")
  func repeated() throws {
    let place = try straight.get()
    let before = try place.bytes("run/last.safetensors")
    #expect(try Tool.run(training(place("run"))).code == 0)
    #expect(try place.bytes("run/last.safetensors") == before)
  }

  @Test(
    "refuses to go on with other settings, and says which",
    arguments: [
      (["--steps", "300"], "steps=240 (now 300)"), (["--seed", "4"], "seed=3 (now 4)"),
      (["--batch", "3"], "batch=2 (now 3)"), (["--loss", "mse"], "loss=pseudo-huber (now mse)"),
      (["--preset", "quick"], "other frames"),
      (["--architecture", "dncnn:depth=4,width=4"], "architecture=dncnn:depth=3,width=4"),
    ])
  func otherSettings(_ change: [String], _ hint: String) throws {
    let place = try straight.get()
    let before = try place.bytes("run/last.safetensors")
    let outcome = try Tool.run(training(place("run"), change))
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.contains("last.safetensors: was made by other settings"))
    #expect(outcome.errors.contains(hint), "\(outcome)")
    #expect(try place.bytes("run/last.safetensors") == before)
  }

  @Test("has nothing to resume in an empty folder, and does not make one")
  func nothingThere() throws {
    let place = try Workplace()
    let outcome = try Tool.run(training(place("run"), ["--resume"]))
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.contains("holds no last.safetensors to continue"))
    #expect(!place.exists("run"))
  }

  @Test("says that a checkpoint is damaged, and what to do", arguments: [0, 7, 100, 2000])
  func damaged(_ length: Int) throws {
    let place = try Workplace()
    try FileManager.default.createDirectory(
      atPath: place("run"), withIntermediateDirectories: true)
    let whole = try straight.get().bytes("run/last.safetensors")
    try whole.prefix(length).write(to: URL(filePath: place("run/last.safetensors")))
    let outcome = try Tool.run(training(place("run")))
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.errors.contains("the checkpoint is damaged, remove it to train afresh"))
  }
}
