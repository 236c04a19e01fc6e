import AstroImages
import Evaluation
import SkyMeasurement

/// The second exposure, denoised as the first was.
struct SecondOutput: SampleMeasurement {
  let image: AstroImage

  init(sample: Sample, plane: Int) throws {
    guard let second = sample.scene.secondNoisy else { throw NotApplicable("no second exposure") }
    guard let denoiser = sample.denoiser else {
      throw NotApplicable("only the output is known, not the denoiser that made it")
    }
    guard sample.scene.isOnGrid(second) else {
      throw NotApplicable("the second exposure is not on the input's grid")
    }
    image = try denoiser(second)
    guard sample.scene.isOnGrid(image) else {
      throw NotApplicable("the denoiser does not keep the grid")
    }
  }
}

/// How much two denoised exposures of one field differ, beside how much the exposures did.
struct Repeatability: PlaneCheck {
  let metadata = CheckMetadata(
    id: "repeatability", title: "Repeatability", question: .noise,
    rationale: "What is in one denoised exposure and not in the other is not in the sky.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0,
    needs: [.secondExposure, .denoiser])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    // Kept under plane 0: a denoiser may take all planes together.
    let second = try sample.measurement(SecondOutput.self, plane: 0).image.planes[plane]
    let scene = sample.scene
    guard let other = scene.secondNoisy?.planes[plane] else {
      throw NotApplicable("no second exposure")
    }
    let stars = try? scene.measurement(SceneMasks.self, plane: plane).stars.values
    let (first, output) = (scene.noisy.planes[plane], sample.denoised.planes[plane])
    let full = Block.all(width: scene.noisy.width, height: scene.noisy.height).compactMap { block in
      let pixels = block.indices {
        !(stars?[$0] ?? false) && (first[$0] - other[$0]).isFinite
          && (output[$0] - second[$0]).isFinite
      }
      return pixels.count < 100
        ? nil
        : (
          before: pixels.map { Double(first[$0]) - Double(other[$0]) },
          after: pixels.map { Double(output[$0]) - Double(second[$0]) }
        )
    }
    let noise = OrderStatistics.robustSigma(full.flatMap(\.before))
    guard full.count >= 4, noise > 0 else {
      throw NotApplicable("the exposures do not differ, or too little of them is free of stars")
    }
    let value = OrderStatistics.robustSigma(full.flatMap(\.after)) / noise
    let ratios = full.map { OrderStatistics.robustSigma($0.after) / noise }
    let half = Intervals.medianHalfWidth(
      sigma: OrderStatistics.robustSigma(ratios), count: ratios.count)
    return Finding(
      value, interval: Finding.Interval(max(0, value - half), value + half), count: full.count,
      countUnit: "blocks", parts: Self.correlation(output, second, scene.noisy, stars))
  }

  /// The correlation of the two outputs in structure of 3 to 12 px.
  private static func correlation(
    _ a: [Float], _ b: [Float], _ grid: AstroImage, _ stars: [Bool]?
  ) -> [Finding.Part] {
    func band(_ values: [Float]) -> Plane {
      let known = values.filter(\.isFinite).map(Double.init)
      let level = OrderStatistics.median(known)
      return SceneTexture.band(
        Plane(
          width: grid.width, height: grid.height,
          values: values.map { $0.isFinite ? Double($0) : level }))
    }
    let (p, q) = (band(a), band(b))
    var (pp, qq, pq) = (0.0, 0.0, 0.0)
    for i in 0..<p.count where !(stars?[i] ?? false) {
      pp += p.values[i] * p.values[i]
      qq += q.values[i] * q.values[i]
      pq += p.values[i] * q.values[i]
    }
    guard pp > 0, qq > 0 else { return [] }
    return [
      Finding.Part("correlation of the halves", pq / (pp * qq).squareRoot(), unit: "correlation")
    ]
  }
}
