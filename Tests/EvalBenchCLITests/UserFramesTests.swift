import AstroImages
import Foundation
import TestSupport
import Testing

/// A workplace with three user's frames and a configuration of seconds.
private func makePlace() throws -> Workplace {
  let place = try Workplace()
  for (number, name) in ["M31", "M42", "M51"].enumerated() {
    let frame = Frames.sky(128, 128, seed: UInt64(number + 1), format: .uint16)
    var smooth = frame
    smooth.planes[0] = smooth.planes[0].map { ($0 / 4).rounded() * 4 }
    for (folder, image) in [("noisy", frame), ("clean", smooth)] {
      try FileManager.default.createDirectory(
        atPath: place(folder), withIntermediateDirectories: true)
      try Codecs.write(image, to: place("\(folder)/\(name).fits"))
    }
  }
  try AtomicFile.write(
    """
    compare:
      preset: smoke
      candidates: ["dncnn:depth=3,width=4"]
      baselines: [identity, median]
      training: {steps: 10, batch: 2, patch: 32, validate_every: 5}
      scenes: {training: 2, training_size: 128, validation: 1, test: 1, size: 128}
    """, to: place("evalbench.yaml"))
  return place
}

private func compare(_ place: Workplace, _ more: [String]) throws -> Tool.Outcome {
  try Tool.run(
    ["compare", "--config", place("evalbench.yaml"), "--output", place("run")] + more)
}

@Suite("evalbench compare on frames of one's own")
struct UserFramesTests {
  @Test("takes a folder, skips what is no frame with a line, and records every hash")
  func data() throws {
    let place = try makePlace()
    try AtomicFile.write("no frame", to: place("clean/notes.fits"))
    let outcome = try compare(place, ["--data", place("clean")])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.errors.contains("notes.fits"), "\(outcome)")
    let record = String(decoding: try place.bytes("run/compare.json"), as: UTF8.self)
    for name in ["M31.fits", "M42.fits", "M51.fits"] { #expect(record.contains("\"\(name)\"")) }
    #expect(record.contains("noise is added until the sky is 4 times as noisy as it was"))
  }

  @Test("takes pairs, and refuses to go on when a frame of them changed")
  func pairs() throws {
    let place = try makePlace()
    let arguments = ["--pairs", place("noisy"), place("clean")]
    let outcome = try compare(place, arguments)
    #expect(outcome.code == 0, "\(outcome)")
    let record = String(decoding: try place.bytes("run/compare.json"), as: UTF8.self)
    #expect(record.contains("real pair"))
    for name in ["M31", "M42", "M51"] {
      try Codecs.write(
        Frames.sky(128, 128, seed: 9, format: .uint16), to: place("noisy/\(name).fits"))
    }
    let changed = try compare(place, arguments)
    #expect(changed.code == 2 && changed.errors.contains("other frames"), "\(changed)")
  }

  @Test(
    "says which folder or partner is wrong, before it makes a run",
    arguments: [
      (["--data", "nowhere"], "nowhere: no such folder"),
      (["--data", "evalbench.yaml"], "evalbench.yaml: is a file"),
      (["--pairs", "noisy", "nowhere"], "nowhere: no such folder"),
    ])
  func wrongFolder(_ arguments: [String], _ hint: String) throws {
    let place = try makePlace()
    let full = arguments.map { $0.hasPrefix("--") ? $0 : place($0) }
    let outcome = try compare(place, full)
    #expect(outcome.code == 2 && outcome.errors.contains(hint), "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(!place.exists("run"))
  }

  @Test("names the frame of a pair that has no partner or another size")
  func lonely() throws {
    let place = try makePlace()
    try FileManager.default.removeItem(atPath: place("clean/M42.fits"))
    var outcome = try compare(place, ["--pairs", place("noisy"), place("clean")])
    #expect(outcome.code == 2 && outcome.errors.contains("M42.fits: has no partner"), "\(outcome)")
    try Codecs.write(Frames.sky(100, 128, seed: 1, format: .uint16), to: place("clean/M42.fits"))
    outcome = try compare(place, ["--pairs", place("noisy"), place("clean")])
    #expect(outcome.code == 2 && outcome.errors.contains("must lie on one grid"), "\(outcome)")
  }
}
