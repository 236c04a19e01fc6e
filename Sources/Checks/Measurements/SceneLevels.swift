import Evaluation
import SkyMeasurement

/// The input's levels: their step inside the sky's range, and how many pixels sit on its extremes.
struct SceneLevels: SceneMeasurement {
  /// The 1st and the 99th percentile of the input.
  let low: Double
  let high: Double
  /// The median step between levels in that range, in units of the sky's noise.
  let step: Double?
  let countAtMinimum: Int
  let countAtMaximum: Int
  /// The same with each step in units of the noise at its own level.
  let stepInNoise: Double?
  /// Pixels that the truth shows saturated: at 95 % of full scale and more.
  let saturated: [Int]
  /// The brightest 0.01 % of the truth's pixels below 90 % of full scale.
  let highlights: [Int]

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    let sorted = LevelSort.sorted(frames.noisy.values)
    low = OrderStatistics.quantile(0.01, ofSorted: sorted)
    high = OrderStatistics.quantile(0.99, ofSorted: sorted)
    step = Self.medianStep(sorted, from: low, to: high).map { $0 / noise.skySigma }
    let (first, last) = (sorted[0], sorted[sorted.count - 1])
    countAtMinimum = sorted.prefix { $0 <= first }.count
    countAtMaximum = sorted.reversed().prefix { $0 >= last }.count
    stepInNoise = Self.medianStep(sorted, from: low, to: high, noise: noise.model)
    saturated = frames.clean.values.indices.filter {
      frames.clean.values[$0] >= 0.95 * scene.fullScale && !frames.missing.values[$0]
    }
    let limit = 0.9 * scene.fullScale
    let bright = OrderStatistics.quantile(0.9999, of: frames.clean.values.filter { $0 < limit })
    highlights = frames.clean.values.indices.filter {
      frames.clean.values[$0] < limit && frames.clean.values[$0] >= bright
    }
  }

  /// The median step between the distinct values of an ascending list in a range; `nil` for fewer than three.
  ///
  /// `noise`: in units of what it makes of each level, or in image units where there is none.
  static func medianStep(
    _ sorted: [Double], from low: Double, to high: Double, noise: NoiseModel? = nil
  ) -> Double? {
    let levels = LevelSort.distinct(sorted.filter { $0 >= low && $0 <= high })
    guard levels.count > 2 else { return nil }
    return OrderStatistics.median(
      zip(levels, levels.dropFirst()).map { lower, upper in
        (upper - lower) / (noise?.variance(at: lower).squareRoot() ?? 1)
      })
  }
}
