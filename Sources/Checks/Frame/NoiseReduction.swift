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
    let blocks = try Blocks(sample, plane: plane, masks)
    if masks.hasSky, let noisiest = blocks.noisiestTenth { parts.append(noisiest) }
    return Finding(
      left.pixel, interval: blocks.interval(around: left.pixel), count: masks.background.count,
      countUnit: "pixels", parts: parts)
  }

  /// What is left block by block: a frame may be quiet on the whole and noisy in places.
  private struct Blocks {
    /// The robust spread of the output's error, in units of the noise, and the same over the input's own.
    private var spreads: [Double] = []
    private var ratios: [Double] = []

    init(_ sample: Sample, plane: Int, _ masks: SceneMasks) throws {
      let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
      let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
      let noise = try sample.scene.measurement(SceneNoise.self, plane: plane).sigma
      for block in Block.all(width: residual.width, height: residual.height) {
        let sky = block.indices { masks.background.values[$0] }
        guard sky.count >= 100 else { continue }
        let spread = OrderStatistics.robustSigma(sky.map { residual.values[$0] })
        let before = OrderStatistics.robustSigma(
          sky.map { (frames.noisy.values[$0] - frames.clean.values[$0]) / noise.values[$0] })
        spreads.append(spread)
        if before > 0 { ratios.append(spread / before) }
      }
    }

    /// An interval for the whole frame's figure from how the blocks' scatter about their own.
    func interval(around value: Double) -> Finding.Interval? {
      let middle = OrderStatistics.median(spreads)
      guard spreads.count >= 4, middle > 0 else { return nil }
      let half =
        value / middle
        * Intervals.medianHalfWidth(
          sigma: OrderStatistics.robustSigma(spreads), count: spreads.count)
      return Finding.Interval(max(0, value - half), value + half)
    }

    /// The noise left that nine blocks of ten stay below; its interval is between the blocks that may be that one.
    var noisiestTenth: Finding.Part? {
      guard ratios.count >= 20 else { return nil }
      let half = 1.96 * (0.9 * 0.1 / Double(ratios.count)).squareRoot()
      func quantile(_ share: Double) -> Double {
        OrderStatistics.quantile(min(share, 1), of: ratios)
      }
      return Finding.Part(
        "in the noisiest tenth", quantile(0.9), unit: "ratio",
        interval: Finding.Interval(quantile(0.9 - half), quantile(0.9 + half)),
        count: ratios.count)
    }
  }
}
