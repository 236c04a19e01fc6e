internal import AstroImages
package import Evaluation
internal import SkyMeasurement

private import Foundation

/// The place of a frame where an output is worst by one check.
package struct WorstPlace: Equatable, Sendable {
  package let check: String
  package let place: SIMD2<Double>
  /// What is seen there, with its size.
  package let what: String
  /// How bad it is: places of other frames compare, by the same check.
  package let size: Double

  package init(_ check: String, at place: SIMD2<Double>, _ what: String, size: Double) {
    (self.check, self.place, self.what, self.size) = (check, place, what, size)
  }

  /// The strongest line, blotch and seam of an output and its most faded patch: what there is of them beyond chance.
  package static func all(_ sample: Sample, plane: Int) -> [WorstPlace] {
    [line, blotch, seam, patch].compactMap { try? $0(sample, plane) }
  }

  /// What a line stands out by without being chance, in sigmas of a line (docs/checks/row-banding.md).
  private static let leastLine = 5.0
  /// What a cell stands out by without being chance, in sigmas (docs/checks/large-scale.md).
  private static let leastBlotch = 0.2
  /// What a seam has without being chance, as `tile-seam` says.
  private static let leastSeam = 8.0

  private static func line(_ sample: Sample, plane: Int) throws -> WorstPlace? {
    let sky = try sample.scene.measurement(SceneMasks.self, plane: plane).background
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let input = try sample.scene.measurement(SceneBands.self, plane: plane).lines
    let output = [true, false].map { SingleLines(residual, in: sky, areRows: $0) }
    let excess = StrongestPlace.excess(
      output.flatMap(\.heights), over: input.flatMap(\.heights))
    guard let worst = excess.max(by: { $0.value < $1.value }), worst.value >= leastLine else {
      return nil
    }
    let rows = output[0].heights.count
    let isRow = worst.place < rows
    let line = isRow ? worst.place : worst.place - rows
    return WorstPlace(
      "row-banding",
      at: isRow
        ? SIMD2(Double(residual.width) / 2, Double(line))
        : SIMD2(Double(line), Double(residual.height) / 2),
      "\(isRow ? "row" : "column") \(line) stands out by \(text("%.1f", worst.value)) sigma of a line",
      size: worst.value)
  }

  private static func blotch(_ sample: Sample, plane: Int) throws -> WorstPlace? {
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let input = try sample.scene.measurement(SceneBlotches.self, plane: plane).input
    let excess = StrongestPlace.excess(Blotches(residual, in: good).heights, over: input.heights)
    guard let worst = excess.max(by: { $0.value < $1.value }), worst.value >= leastBlotch else {
      return nil
    }
    return WorstPlace(
      "large-scale", at: Blotches.middle(of: worst.place, width: residual.width),
      "a blotch of \(text("%.2f", worst.value)) sigma", size: worst.value)
  }

  private static func seam(_ sample: Sample, plane: Int) throws -> WorstPlace? {
    guard let seam = try StrongestSeam(sample, plane: plane), seam.z >= leastSeam else {
      return nil
    }
    let (width, height) = (sample.denoised.width, sample.denoised.height)
    return WorstPlace(
      "tile-seam",
      at: seam.isBetweenColumns
        ? SIMD2(Double(seam.place), Double(height) / 2)
        : SIMD2(Double(width) / 2, Double(seam.place)),
      "a seam between \(seam.isBetweenColumns ? "columns" : "rows"), one every \(seam.period) px",
      size: seam.z)
  }

  /// Of the patches that stand out in the reference, the one that lost most, in units of what noise does to it.
  private static func patch(_ sample: Sample, plane: Int) throws -> WorstPlace? {
    let scene = try sample.scene.measurement(PatchContrasts.self, plane: plane)
    let sigma = try sample.scene.measurement(SceneNoise.self, plane: plane).skySigma
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let after = scene.contrasts(in: output.denoised, sigma: sigma)
    let losses = scene.patches.indices.compactMap { index -> (index: Int, loss: Double)? in
      let patch = scene.patches[index]
      guard abs(patch.truth) > 3 * patch.error else { return nil }
      let loss = patch.truth > 0 ? patch.truth - after[index] : after[index] - patch.truth
      return loss > 0 ? (index, loss / patch.error) : nil
    }
    guard let worst = losses.max(by: { $0.loss < $1.loss }) else { return nil }
    let truth = scene.patches[worst.index].truth
    return WorstPlace(
      "faint-patches", at: scene.middle(of: worst.index, width: sample.denoised.width),
      "a patch of \(text("%.2g", truth)) sigma keeps \(text("%.0f", 100 * after[worst.index] / truth)) % of its contrast",
      size: worst.loss)
  }

  private static func text(_ format: String, _ value: Double) -> String {
    String(format: format, value)
  }
}
