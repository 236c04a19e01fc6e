import ArgumentParser
import AstroImages
import Checks
import Evaluation
import Foundation
import Kernels

/// `evalbench measure --reference R --input N --output D`: every check on one triple of files.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores one denoised frame against its input and its clean reference.",
    discussion: """
      The three frames share one grid and one scale. Without --catalog the stars are found on the reference; without \
      --fwhm their width is measured there too.
      """)

  @Option(help: "The clean reference.")
  var reference: String

  @Option(help: "The noisy input.")
  var input: String

  @Option(help: "The denoised output.")
  var output: String

  @Option(
    help:
      "The true sources as CSV: x, y, flux, and as many of snr, pair_id, isolated, saturated as are known."
  )
  var catalog: String?

  @Option(help: "A map of faint patches: k inside patch k, -k in its ring.")
  var patches: String?

  @Option(name: .customLong("patches-csv"), help: "The table of the faint patches.")
  var patchesTable: String?

  @Option(help: "A second exposure of the input, with noise of its own.")
  var secondInput: String?

  @Option(parsing: .unconditional, help: "The stars' full width at half maximum, in pixels.")
  var fwhm: Double?

  @Option(
    parsing: .unconditional,
    help: "The value that counts as full scale; default what the input's format and header say.")
  var fullScale: Double?

  @Option(
    parsing: .unconditional,
    help:
      "The side of the tiles that the output was made in, if it is known; seams are looked for there alone."
  )
  var tile: Int?

  @Flag(help: "Print JSON.")
  var json = false

  /// Of larger frames one check is made at a time: what each needs for itself is a few gigabytes then.
  private static let pixelsAtOnce = 32_000_000

  func run() throws {
    for (name, value) in [("--fwhm", fwhm), ("--full-scale", fullScale)] {
      guard value.map({ $0.isFinite && $0 > 0 }) ?? true else {
        throw UsageError("\(name) \(value ?? 0): give a positive number")
      }
    }
    guard fwhm.map({ $0 >= 0.5 && $0 <= 50 }) ?? true else {
      throw UsageError("--fwhm \(fwhm ?? 0): give a width from 0.5 to 50 pixels")
    }
    guard tile.map({ $0 >= 16 }) ?? true else {
      throw UsageError("--tile \(tile ?? 0): give a side of 16 pixels or more")
    }
    let noisy = try read(input, like: nil)
    let scene = try EvaluationScene.surveyed(
      name: input, reference: try read(reference, like: noisy), noisy: noisy,
      secondNoisy: try secondInput.map { try read($0, like: noisy) },
      catalogue: try catalog.map { try SourceCatalogue(csv: $0) },
      patches: try patches.map { try FaintPatches(map: $0, table: patchesTable, like: noisy) },
      pointSpreadFWHM: fwhm, fullScale: fullScale ?? noisy.fullScale, tileSize: tile)
    let denoised = try read(output, like: noisy)
    let rows = Runner.rows(
      denoised: denoised, scene: scene, checks: Checks.all,
      threads: noisy.pixelCount > Self.pixelsAtOnce ? 1 : Parallel.threads)
    let report = MeasureReport(rows: rows, checks: Checks.all.map(\.metadata))
    try Console.result(json ? report.json() : report.table())
  }

  /// Reads a frame and makes sure that it lies on the input's grid.
  private func read(_ path: String, like noisy: AstroImage?) throws -> AstroImage {
    let image = try Codecs.read(path)
    for warning in image.metadata.warnings { Console.note("\(path): warning: \(warning)") }
    guard let noisy else { return image }
    guard image.width == noisy.width, image.height == noisy.height,
      image.channels == noisy.channels
    else {
      throw RunError(
        "\(path): \(image.width) x \(image.height) with \(image.channels) channels, but \(input) is "
          + "\(noisy.width) x \(noisy.height) with \(noisy.channels); give frames on one grid")
    }
    return image
  }
}

extension FaintPatches {
  /// The patches of a label map; the table adds where they are and how bright, which no check needs.
  fileprivate init(map: String, table: String?, like noisy: AstroImage) throws {
    let image = try Codecs.read(map)
    guard image.width == noisy.width, image.height == noisy.height, image.channels == 1 else {
      throw RunError(
        "\(map): \(image.width) x \(image.height) with \(image.channels) planes; "
          + "the map of patches needs one plane of \(noisy.width) x \(noisy.height)")
    }
    let labels = try image.planes[0].map { value in
      guard let label = Int16(exactly: value) else {
        throw RunError("\(map): \(value) is no label")
      }
      return label
    }
    self.init(labels: labels, patches: try table.map { try Self.rows(of: $0) } ?? [])
  }

  /// The rows of a table `id,x,y,radius,amp_sigma,amp_adu`.
  private static func rows(of path: String) throws -> [Patch] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw RunError("\(path): cannot be read as text")
    }
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first == "id,x,y,radius,amp_sigma,amp_adu" else {
      throw RunError("\(path): the first line must be id,x,y,radius,amp_sigma,amp_adu")
    }
    return try lines.dropFirst().map { line in
      let fields = line.split(separator: ",").map { Double($0) }
      let numbers = fields.compactMap(\.self)
      guard fields.count == 6, numbers.count == 6, let id = Int(exactly: numbers[0]) else {
        throw RunError("\(path): '\(line)' is no row of six numbers")
      }
      return Patch(
        id: id, x: numbers[1], y: numbers[2], radius: numbers[3], amplitudeInSigma: numbers[4],
        amplitude: numbers[5])
    }
  }
}
