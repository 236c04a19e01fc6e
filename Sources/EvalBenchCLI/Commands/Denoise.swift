import ArgumentParser
import AstroImages
import Evaluation
import Foundation
import Kernels
import Networks

/// `evalbench denoise IN OUT --model M`: one frame through one candidate.
struct Denoise: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Denoises one frame with a model or a built-in filter.",
    discussion: """
      The output keeps the input's bit depth and header, and gains a HISTORY card. Weights from PyTorch need \
      --architecture and --normalization none, and then give exactly what the published network gives.
      """)

  @Argument(help: "The frame to read: FITS, TIFF, PNG or JPEG.")
  var input: String

  @Argument(help: "The frame to write; the extension chooses the format.")
  var output: String

  @Option(
    help:
      "A .safetensors or .onnx file of ours, weights saved from PyTorch, or a built-in filter such as identity, gaussian:sigma=1, median, starlet."
  )
  var model: String

  @Option(
    parsing: .unconditional,
    help: "How much of the change to apply: 0 leaves every pixel as it is, 1 is all of it.")
  var strength: Double = 1

  @Option(help: "The architecture of weights that do not name theirs, such as dncnn:depth=20.")
  var architecture: String?

  @Option(
    help: "The normalisation of weights that do not name theirs: none, or asinh:softening=10.")
  var normalization: String?

  @Option(
    parsing: .unconditional,
    help:
      "The side of a tile in pixels; default 512 for models of ours, others run whole up to 4 Mpx.")
  var tile: Int?

  @Flag(help: "Interpolate a Bayer frame to colour first.")
  var debayer = false

  @Option(
    parsing: .unconditional, help: "Threads; 0 is one a core. The result does not depend on it.")
  var threads = 0

  func run() throws {
    guard strength.isFinite, (0...1).contains(strength) else {
      throw UsageError("--strength \(strength): give a number from 0 to 1")
    }
    guard tile.map({ (32...16384).contains($0) }) ?? true else {
      throw UsageError("--tile \(tile ?? 0): give a number of pixels from 32 to 16384")
    }
    try Preflight.use(threads: threads)
    try checkOutput()
    let denoiser = try Denoiser(
      model: model, architecture: architecture, normalization: normalization, tile: tile)
    Interruption.listen()
    var reader = try Codecs.open(input)
    if debayer { reader = try debayering(reader) }
    var told: Set<String> = []
    func tell(_ warnings: [String]) {
      for warning in warnings where told.insert(warning).inserted {
        Console.note("\(input): warning: \(warning)")
      }
    }
    tell(reader.header.metadata.warnings + Codecs.bayerWarnings(reader.header))
    let progress = Progress("denoising \(input)")
    let history =
      "evalbench \(EvalBenchVersion.current) denoise: model \(denoiser.name), strength \(strength)"
    let file = try denoiser.denoise(reader, strength: strength) { header in
      try RowFile(header, to: output, history: history)
    } progress: { done, total, steps in
      try Interruption.check()
      progress.update(done, total, steps)
    }
    let summary = try file.finish { done, total in
      try Interruption.check()
      progress.update(done, total, "bands written")
    }
    progress.finish("wrote \(output)")
    // What only the pixels could tell.
    tell(reader.header.metadata.warnings + Codecs.bayerWarnings(reader.header))
    for warning in summary.warnings { Console.note("\(output): warning: \(warning)") }
  }

  /// Refuses an output that cannot be written before the work is done rather than after.
  private func checkOutput() throws {
    _ = try Codecs.codec(forWriting: output)
    let slash = output.lastIndex(of: "/")
    let folder = slash.map { String(output[...$0]) } ?? "."
    guard FileManager.default.fileExists(atPath: folder) else {
      throw RunError("\(output): its folder does not exist; make it, or choose another output")
    }
  }

  private func debayering(_ reader: any RowReader) throws -> any RowReader {
    if reader.header.bayerPattern == nil, reader.headerFollowsRows {
      let height = reader.header.height
      _ = try reader.read((height - 1)..<height)
    }
    guard let pattern = reader.header.bayerPattern else {
      throw RunError("\(input): its header names no Bayer pattern; leave --debayer away")
    }
    guard reader.header.width >= 2, reader.header.height >= 2 else {
      throw RunError("\(input): a mosaic needs at least 2 x 2 pixels; leave --debayer away")
    }
    return DebayeringReader(reader, pattern)
  }
}
