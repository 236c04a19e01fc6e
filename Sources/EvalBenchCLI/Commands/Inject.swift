import ArgumentParser
import AstroImages
import Evaluation
import Exposures
import Foundation
import Networks

/// `evalbench inject FRAME ...`: artificial stars, doubles and faint patches in the user's own frames.
struct Inject: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures on your own frames what candidates do to stars, doubles and faint light.",
    discussion: """
      Artificial stars of known light, doubles of a ladder of separations and brightness differences, and faint patches are \
      put into the background of each frame, with the frame's own star profile and the photon noise of their light, in \
      several passes so that they do not crowd. Each candidate denoises the frame with and without them. The results are \
      curves: completeness by signal-to-noise, photometric bias, doubles resolved by separation, faint light kept. \
      'identity' is the untouched frame and always among the candidates.
      """)

  @Argument(help: "Frames, or folders of frames: FITS, TIFF, PNG or JPEG.")
  var frames: [String]

  @Option(
    name: [.customLong("candidates"), .customLong("model")],
    help:
      "What to measure, separated by commas: paths of .safetensors or .onnx files, and built-in filters such as median or gaussian:sigma=1."
  )
  var candidates = "gaussian,median,starlet"

  @Option(
    parsing: .unconditional, help: "Passes of stars, of doubles and of patches each; 1 to 50.")
  var passes = 3

  @Option(parsing: .unconditional, help: "The largest window of a frame, in pixels a side.")
  var size = 1024

  @Option(parsing: .unconditional, help: "The stars' width in pixels, instead of measuring it.")
  var fwhm: Double?

  @Option(
    parsing: .unconditional,
    help: "Electrons a unit of the file; default what the header or the frame's noise says.")
  var electronsPerUnit: Double?

  @Option(parsing: .unconditional, help: "The seed of positions, angles and photon noise.")
  var seed: UInt64 = 1

  @Option(help: "The folder to write injection.json, .csv and .html into; default: print only.")
  var output: String?

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core. Results do not depend on it.")
  var threads = 0

  func validate() throws {
    guard !frames.isEmpty else { throw ValidationError("give at least one frame") }
    guard (1...50).contains(passes) else {
      throw ValidationError("--passes \(passes): give a number from 1 to 50")
    }
    guard (128...8192).contains(size) else {
      throw ValidationError("--size \(size): give a side from 128 to 8192 pixels")
    }
    guard fwhm.map({ (0.8...20).contains($0) }) ?? true else {
      throw ValidationError("--fwhm \(fwhm ?? 0): give a width from 0.8 to 20 pixels")
    }
    guard electronsPerUnit.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError(
        "--electrons-per-unit \(electronsPerUnit ?? 0): give a positive number")
    }
  }

  func run() throws {
    try Preflight.use(threads: threads)
    Interruption.listen()
    let chosen = try InjectionRun.candidates(Settings.list(candidates))
    let paths = try InjectionRun.paths(frames)
    var record = InjectionRecord(
      seed: seed, passes: passes, candidates: chosen.map(\.specification), frames: [], skipped: [])
    let progress = Progress("inject")
    for (number, path) in paths.enumerated() {
      do {
        record.frames.append(
          try InjectionRun(
            candidates: chosen, passes: passes, side: size, fwhm: fwhm,
            electronsPerUnit: electronsPerUnit, seed: seed
          ).measure(path) { detail in
            progress.update(number, paths.count, "\(path): \(detail)")
          })
      } catch let error as Interrupted {
        throw error
      } catch {
        guard paths.count > 1 else { throw error }
        record.skipped.append("\(error); skipped")
        Console.note("warning: \(error); skipped")
      }
    }
    guard !record.frames.isEmpty else {
      throw RunError("no frame could be used: \(record.skipped.prefix(3).joined(separator: "; "))")
    }
    progress.finish("\(chosen.count) candidates on \(record.frames.count) frames")
    if let output { try record.write(to: output) }
    try Console.result(InjectionTable.text(record))
    if let output { try Console.result("report: \(output)/injection.html") }
  }
}
