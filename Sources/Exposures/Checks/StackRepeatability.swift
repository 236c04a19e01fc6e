package import Evaluation
import SkyMeasurement

/// How much two denoised exposures of one sky still differ.
package struct StackRepeatability: ExposureCheck {
  package let metadata = CheckMetadata(
    id: "repeatability", title: "Difference of two denoised exposures", question: .noise,
    rationale:
      "Detail that a second night does not repeat was never there; an output that follows the noise differs between exposures.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.secondExposure])
  package let averagesChannels = true

  package init() {}

  package func measure(_ sample: ExposureSample, channel: Int) throws -> Finding {
    guard let partner = sample.partner else { throw NotApplicable("no second denoised exposure") }
    let view = sample.views[channel]
    let frame = FrameWindow(x: 0, y: 0, width: view.width, height: view.height)
    // Nearest pixels: an interpolated output would be smoother than it is.
    let bad = partner.bad[channel]
    let noisy = partner.noisy[channel].resampled(
      onto: frame, by: partner.map, spline: nil, bad: bad)
    let output = partner.outputs[channel].resampled(
      onto: frame, by: partner.map, spline: nil, bad: bad)
    let scale = partner.scale[channel]
    var blocks: [(output: Double, input: Double)] = []
    var (all, before): ([Double], [Double]) = ([], [])
    for block in Block.all(width: view.width, height: view.height) {
      let pixels = block.indices { view.sky.values[$0] && noisy.valid.values[$0] }
      guard pixels.count >= 100 else { continue }
      let d = pixels.map {
        sample.outputs[channel].values[$0] - scale * output.plane.values[$0]
      }
      let n = pixels.map { view.noisy.values[$0] - scale * noisy.plane.values[$0] }
      blocks.append((Self.spread(d), Self.spread(n)))
      // Levels differ between frames; what is compared is how pixels scatter about each block's level.
      let (middleD, middleN) = (OrderStatistics.median(d), OrderStatistics.median(n))
      all += d.map { $0 - middleD }
      before += n.map { $0 - middleN }
    }
    guard blocks.count >= 8 else {
      throw NotApplicable("fewer than eight blocks of sky in common with \(partner.frame)")
    }
    let input = Self.spread(before)
    guard input > 0 else { throw NotApplicable("the two exposures are equal: they are no pair") }
    let ratio = Self.spread(all) / input
    let ratios = blocks.filter { $0.input > 0 }.map { $0.output / $0.input }
    let half = Intervals.medianHalfWidth(
      sigma: OrderStatistics.robustSigma(ratios), count: ratios.count)
    return Finding(
      ratio, interval: .init(max(ratio - half, 0), ratio + half), count: blocks.count,
      countUnit: "blocks")
  }

  /// The standard deviation of what lies within four robust deviations of the middle.
  ///
  /// A median of absolute deviations alone jumps by whole steps where a camera's, or a median filter's, values are few: on
  /// HAT-P-32, whose noise is 1.4 steps, it says of a median filter that nothing was done.
  private static func spread(_ values: [Double]) -> Double {
    let middle = OrderStatistics.median(values)
    let limit = 4 * OrderStatistics.robustSigma(values)
    return Sums.standardDeviation(
      limit > 0 ? values.filter { abs($0 - middle) <= limit } : values)
  }
}
