import Evaluation
import SkyMeasurement

/// Pixels that are no numbers, levels that are too few, and ends that were cut off.
struct DynamicRange: PlaneCheck {
  let metadata = CheckMetadata(
    id: "dynamic-range", title: "Dynamic range", question: .frame,
    rationale:
      "Coarse levels band under a strong stretch, cut ends lose stars and sky, and a NaN spoils a stack.",
    unit: "sigma", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference], version: 2)

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneLevels.self, plane: plane)
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane)
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let sorted = LevelSort.sorted(output.denoised.values)
    let step = SceneLevels.medianStep(sorted, from: scene.low, to: scene.high)
      .map { $0 / noise.skySigma }
    // Fewer than three levels over the sky's whole range are as coarse as the range is wide.
    let value = step ?? (scene.high - scene.low) / noise.skySigma

    var parts = [
      Finding.Part("non-finite", Double(output.nonFiniteCount), unit: "pixels"),
      Finding.Part(
        "clipped low", Double(clipped(output, frames, noise, scene, step: step, isLow: true)),
        unit: "pixels"),
      Finding.Part(
        "clipped high", Double(clipped(output, frames, noise, scene, step: step, isLow: false)),
        unit: "pixels"),
    ]
    for (name, step) in [
      ("step in the input", scene.step),
      (
        "step in its level's noise",
        SceneLevels.medianStep(sorted, from: scene.low, to: scene.high, noise: noise.model)
      ), ("step in its level's noise, input", scene.stepInNoise),
    ] {
      if let step { parts.append(Finding.Part(name, step, unit: "sigma")) }
    }
    parts.append(try strays(sample, plane: plane))
    if scene.saturated.count >= 5 {
      parts.append(
        Finding.Part(
          "saturated light lost", saturatedLightLost(output, frames, noise, scene),
          unit: "fraction", count: scene.saturated.count))
    }
    let ratios = scene.highlights.filter { frames.clean.values[$0] > noise.skyLevel }.map {
      (output.denoised.values[$0] - noise.skyLevel) / (frames.clean.values[$0] - noise.skyLevel)
    }
    if !ratios.isEmpty {
      parts.append(
        Finding.Part(
          "highlights kept", OrderStatistics.median(ratios), unit: "ratio", count: ratios.count))
    }
    return Finding(value, count: sorted.count, countUnit: "pixels", parts: parts)
  }

  /// Single pixels that were thrown up or down: six deviations of the input's noise off, and three further than the input was.
  private func strays(_ sample: Sample, plane: Int) throws -> Finding.Part {
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let sigma = try sample.scene.measurement(SceneNoise.self, plane: plane).sigma
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let count = residual.values.indices.count { i in
      guard good.values[i], abs(residual.values[i]) > 6 else { return false }
      let before = (frames.noisy.values[i] - frames.clean.values[i]) / sigma.values[i]
      return abs(residual.values[i]) > abs(before) + 3
    }
    return Finding.Part(
      "stray pixels", Double(count) / residual.megapixels, unit: "per Mpx",
      interval: .poisson(count) / residual.megapixels, count: count)
  }

  /// The mean share of their light that saturated pixels lack.
  private func saturatedLightLost(
    _ output: OutputFrame, _ frames: SceneFrames, _ noise: SceneNoise, _ scene: SceneLevels
  ) -> Double {
    Sums.sum(count: scene.saturated.count) {
      let i = scene.saturated[$0]
      return max(0, -output.residual.values[i] / (frames.clean.values[i] - noise.skyLevel))
    } / Double(scene.saturated.count)
  }

  /// How many pixels sit on exactly the extreme value, when they are many more than in the input and the truth is not there.
  ///
  /// What a cut takes away piles up on it. The outermost of an output's coarse steps holds what noise alone throws there, and that
  /// is much less than the step before it holds.
  ///
  /// A cut at the sky's own level leaves the truth where it is for half of the sky; then the other half shows what was cut:
  /// it scatters to one side only.
  private func clipped(
    _ output: OutputFrame, _ frames: SceneFrames, _ noise: SceneNoise, _ scene: SceneLevels,
    step: Double?, isLow: Bool
  ) -> Int {
    let values = output.denoised.values
    guard let end = isLow ? values.min() : values.max() else { return 0 }
    let members = values.indices.filter { values[$0] == end }
    let usual = isLow ? scene.countAtMinimum : scene.countAtMaximum
    guard members.count > 3 * usual + 20 else { return 0 }
    let inner = isLow ? values.filter { $0 > end }.min() : values.filter { $0 < end }.max()
    let next = values.count { $0 == inner }
    guard 2 * members.count > next else { return 0 }
    let distance = OrderStatistics.median(members.map { abs(frames.clean.values[$0] - end) })
    // An output in whole numbers is as far from the truth as half of its own steps, and cuts nothing.
    let least = max(0.05, 0.75 * (step ?? 0)) * noise.skySigma
    if distance > least { return members.count }
    let near = values.indices.filter {
      abs(frames.clean.values[$0] - end) < 0.5 * noise.skySigma && !frames.missing.values[$0]
    }
    let others = near.filter { values[$0] != end }
    let share = 1 - Double(others.count) / Double(max(near.count, 1))
    guard share > 0.05, share < 0.95 else { return 0 }
    let scatter = OrderStatistics.median(others.map { abs(output.residual.values[$0]) })
    return scatter > least ? members.count : 0
  }
}
