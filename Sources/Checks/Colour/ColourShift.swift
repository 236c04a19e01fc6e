import AstroImages
import Evaluation
import SkyMeasurement

/// How far the colour of stars moved, and whether the sky took on a cast.
struct ColourShift: Check {
  let metadata = CheckMetadata(
    id: "colour-shift", title: "Star colour shifted", question: .brightness,
    rationale: "A colour that moves with the denoiser is no longer the star's temperature.",
    unit: "mmag", direction: .closerToZeroIsBetter, needs: [.reference, .catalogue, .colour])

  func evaluate(_ sample: Sample) throws -> CheckOutcome {
    let planes = try ColourPlanes(sample.scene.noisy)
    let stars = try ColourStars(sample, planes)
    guard stars.count >= 8 else {
      throw NotApplicable(
        "\(stars.count) isolated unsaturated stars of signal-to-noise 30 or more; 8 needed")
    }
    var parts: [Finding.Part] = []
    var scatter: [Finding.Part] = []
    for (name, a, b) in [("red-green", 0, 1), ("green-blue", 1, 2), ("red-blue", 0, 2)] {
      func shifts(_ error: [[Double]]) -> [Double] {
        (0..<stars.count).map { -StarFluxes.millimagnitudes * (error[a][$0] - error[b][$0]) }
      }
      let shift = MedianFigure(shifts(stars.error))
      parts.append(
        Finding.Part(
          name, shift.value, unit: "mmag", interval: .around(shift.value, shift.halfWidth),
          count: shift.count))
      if let added = Finding.Part.addedScatter(
        "added scatter, \(name)", after: [shifts(stars.error)],
        before: [shifts(stars.inputError)], unit: "mmag")
      {
        scatter.append(added)
      }
    }
    let worst = parts.reduce(parts[0]) { abs($1.value) > abs($0.value) ? $1 : $0 }
    return .measured(
      Finding(
        worst.value, interval: worst.interval, count: worst.count, countUnit: "stars",
        parts: parts + scatter + [
          Finding.Part("background cast", try cast(sample, planes), unit: "sigma")
        ]))
  }

  /// The largest difference between the planes' moves of the sky, in units of the green plane's noise.
  private func cast(_ sample: Sample, _ planes: ColourPlanes) throws -> Double {
    let sky = try sample.scene.measurement(SceneMasks.self, plane: planes.green).background
    let sigma = try sample.scene.measurement(SceneNoise.self, plane: planes.green).skySigma
    let moves = try planes.all.map { plane in
      let output = try sample.measurement(OutputFrame.self, plane: plane)
      return OrderStatistics.median(output.residual.selected(by: sky.values)) / sigma
    }
    return (moves.max() ?? 0) - (moves.min() ?? 0)
  }
}
