package import Evaluation
import SkyMeasurement

/// How much of the frame's error is left, by exposures that had no part in the output.
package struct StackError: ExposureCheck {
  package let metadata = CheckMetadata(
    id: "noise2noise-rmse", title: "Error left, without a clean frame", question: .fidelity,
    rationale:
      "Two exposures of one field tell the output's error although nobody knows the truth: their noise is independent.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.secondExposure])
  package let averagesChannels = true

  package init() {}

  package func measure(_ sample: ExposureSample, channel: Int) throws -> Finding {
    let (view, output) = (sample.views[channel], sample.outputs[channel])
    guard let error = IndependentError(of: output, in: view, where: view.sky) else {
      throw NotApplicable("fewer than eight blocks of sky in common with the other exposures")
    }
    var parts = [
      Finding.Part(
        "squared error", error.squared, unit: "squared image units",
        interval: .init(
          error.squared - 1.96 * error.standardError, error.squared + 1.96 * error.standardError)),
      Finding.Part("noise variance", error.input, unit: "squared image units"),
      Finding.Part(
        "noise variance of the reference", view.referenceVariance, unit: "squared image units"),
      Finding.Part("exposures in the reference", Double(view.others), unit: "frames"),
    ]
    var usable = view.usable
    for i in 0..<usable.values.count where view.noisy.values[i] >= view.saturation {
      usable.values[i] = false
    }
    // With stars in it the figure holds seeing and registration too, in input and output alike.
    if let all = IndependentError(of: output, in: view, where: usable) {
      parts.append(
        Finding.Part(
          "with stars, seeing and registration included", all.ratio, unit: "ratio",
          interval: .init(all.interval.low, all.interval.high), count: all.pixels))
    }
    return Finding(
      error.ratio, interval: .init(error.interval.low, error.interval.high), count: error.blocks,
      countUnit: "blocks", parts: parts)
  }
}
