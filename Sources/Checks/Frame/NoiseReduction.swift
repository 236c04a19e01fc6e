import Evaluation
import SkyMeasurement

private import Foundation

/// How much of the input's noise is left on plain sky.
struct NoiseReduction: PlaneCheck {
  let metadata = CheckMetadata(
    id: "noise-reduction", title: "Noise left", question: .noise,
    rationale:
      "A denoiser must remove noise, and at the scales that the eye sees: quiet pixels over blotches are no gain.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let left = try sample.measurement(NoiseAtScales.self, plane: plane)
    let masks = try sample.scene.measurement(SceneMasks.self, plane: plane)
    var parts: [Finding.Part] = []
    if left.pixel > 0 {
      parts.append(Finding.Part("noise removed", -20 * log10(left.pixel), unit: "dB"))
    }
    if let value = left.pointSpread {
      parts.append(Finding.Part("at the scale of a star", value, unit: "ratio"))
    }
    if let value = left.fourPointSpreads {
      parts.append(Finding.Part("at four times that scale", value, unit: "ratio"))
    }
    return Finding(
      left.pixel, interval: try interval(sample, plane, left.pixel, masks),
      count: masks.background.count, countUnit: "pixels", parts: parts)
  }

  /// The interval from the blocks' own spreads, in units of the whole frame's.
  private func interval(
    _ sample: Sample, _ plane: Int, _ value: Double, _ masks: SceneMasks
  ) throws -> Finding.Interval? {
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let side = 32
    var spreads: [Double] = []
    for top in stride(from: 0, to: residual.height, by: side) {
      for left in stride(from: 0, to: residual.width, by: side) {
        var values: [Double] = []
        for y in top..<min(top + side, residual.height) {
          for x in left..<min(left + side, residual.width)
          where masks.background.values[y * residual.width + x] { values.append(residual[x, y]) }
        }
        if values.count >= 100 { spreads.append(OrderStatistics.robustSigma(values)) }
      }
    }
    let middle = OrderStatistics.median(spreads)
    guard spreads.count >= 4, middle > 0 else { return nil }
    let half =
      value / middle
      * Intervals.medianHalfWidth(
        sigma: OrderStatistics.robustSigma(spreads), count: spreads.count)
    return Finding.Interval(max(0, value - half), value + half)
  }
}
