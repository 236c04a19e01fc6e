import AstroImages
import Evaluation
import SkyMeasurement

/// The error that is left, estimated from a second exposure instead of a clean frame.
struct NoiseToNoiseRMSE: PlaneCheck {
  let metadata = CheckMetadata(
    id: "noise2noise-rmse", title: "Error left, without a clean frame", question: .fidelity,
    rationale:
      "Two exposures of one field tell the output's error although nobody knows the truth: their noise is independent.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.secondExposure])
  let averagesPlanes = true

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = sample.scene
    guard let second = scene.secondNoisy else { throw NotApplicable("no second exposure") }
    guard second.width == scene.noisy.width, second.height == scene.noisy.height,
      plane < second.channels
    else { throw NotApplicable("the second exposure is not on the input's grid") }
    let stars = try? scene.measurement(SceneMasks.self, plane: plane).stars.values
    let first = scene.noisy.planes[plane]
    let other = second.planes[plane]
    let output = finite(sample.denoised.planes[plane])
    let limit = 0.95 * scene.fullScale
    // Per pixel: (D - N2)^2 - (N - N2)^2 / 2, whose mean is the output's squared error, and (N - N2)^2 / 2.
    var gains: [Double] = []
    var noise: [Double] = []
    for i in first.indices where !(stars?[i] ?? false) && Double(first[i]) < limit {
      let (n, m, d) = (Double(first[i]), Double(other[i]), Double(output[i]))
      guard n.isFinite, m.isFinite else { continue }
      let half = 0.5 * (n - m) * (n - m)
      gains.append((d - m) * (d - m) - half)
      noise.append(half)
    }
    guard gains.count >= 1000 else {
      throw NotApplicable("\(gains.count) pixels away from stars in both exposures; 1000 needed")
    }
    let variance = Sums.mean(noise)
    guard variance > 0 else { throw NotApplicable("the two exposures are equal: they are no pair") }
    let error = Sums.mean(gains)
    let standardError = Sums.standardDeviation(gains) / Double(gains.count).squareRoot()
    func ratio(_ squared: Double) -> Double { (max(squared, 0) / variance).squareRoot() }
    return Finding(
      ratio(error),
      interval: Finding.Interval(
        ratio(error - 1.96 * standardError), ratio(error + 1.96 * standardError)),
      count: gains.count, countUnit: "pixels",
      parts: [
        Finding.Part(
          "squared error", error, unit: "squared image units",
          interval: .around(error, 1.96 * standardError)),
        Finding.Part("noise variance", variance, unit: "squared image units"),
      ])
  }

  /// The output with values that are no numbers replaced by the median of those that are, as in ``OutputFrame``.
  private func finite(_ values: [Float]) -> [Float] {
    guard values.contains(where: { !$0.isFinite }) else { return values }
    let level = Float(OrderStatistics.median(values.filter(\.isFinite).map(Double.init)))
    return values.map { $0.isFinite ? $0 : level }
  }
}
