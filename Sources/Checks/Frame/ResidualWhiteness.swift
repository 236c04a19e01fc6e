import Evaluation
import SkyMeasurement

/// How many pairs of sky pixels each shift joins.
struct SkyPairs: SceneMeasurement {
  let counts: [Double]

  init(scene: EvaluationScene, plane: Int) throws {
    let sky = try scene.measurement(SceneMasks.self, plane: plane).background
    let ones = Plane(
      width: sky.width, height: sky.height, values: sky.values.map { $0 ? 1.0 : 0.0 })
    counts = Autocorrelation(ones, reach: 5).lags.map(\.sum)
  }
}

/// Whether what was removed is noise: neighbouring pixels of it should not know of each other.
struct ResidualWhiteness: PlaneCheck {
  let metadata = CheckMetadata(
    id: "residual-whiteness", title: "Structure in what was removed", question: .noise,
    rationale:
      "Removed noise is white where the input's was; structure in it is signal. Any smoothing filter shows some.",
    unit: "correlation", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane)
    let sky = try sample.scene.measurement(SceneMasks.self, plane: plane).background
    let pairs = try sample.scene.measurement(SkyPairs.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    var removed = frames.noisy.combined(with: output.denoised, -).combined(with: noise.sigma, /)
    let values = removed.selected(by: sky.values)
    guard !values.isEmpty else { throw NotApplicable("no pixel is free of stars") }
    let mean = Sums.mean(values)
    let spread = Sums.standardDeviation(values)
    let variance = spread * spread
    guard variance >= 1e-4 else {
      throw NotApplicable("the output equals the input on the sky: nothing was removed")
    }
    for i in 0..<removed.count { removed.values[i] = sky.values[i] ? removed.values[i] - mean : 0 }
    let lags = Autocorrelation(removed, reach: 5).lags
    var worst = (value: 0.0, dx: 0, dy: 0, pairs: 1.0)
    var boxPierce = 0.0
    for (lag, count) in zip(lags, pairs.counts) {
      let correlation = lag.sum / max(count, 1) / variance
      boxPierce += count * correlation * correlation
      if abs(correlation) > abs(worst.value) {
        worst = (correlation, lag.dx, lag.dy, max(count, 1))
      }
    }
    let fourth = Sums.sum(count: values.count) {
      let d = (values[$0] - mean) * (values[$0] - mean)
      return d * d
    }
    // Bartlett's error of a correlation of white noise.
    let half = 1.96 / worst.pairs.squareRoot()
    return Finding(
      abs(worst.value),
      interval: Finding.Interval(max(0, abs(worst.value) - half), abs(worst.value) + half),
      count: values.count, countUnit: "pixels",
      parts: [
        Finding.Part("Box-Pierce Q", boxPierce, unit: "", count: lags.count),
        Finding.Part("strongest lag, across", Double(worst.dx), unit: "px"),
        Finding.Part("strongest lag, down", Double(worst.dy), unit: "px"),
        Finding.Part("variance removed", variance, unit: "ratio"),
        Finding.Part(
          "excess kurtosis", fourth / Double(values.count) / (variance * variance) - 3, unit: ""),
      ])
  }
}
