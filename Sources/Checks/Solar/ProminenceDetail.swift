import Evaluation
import SkyMeasurement

/// How much of the fine structure above the solar limb survives.
struct ProminenceDetail: PlaneCheck {
  let metadata = CheckMetadata(
    id: "prominence-detail", title: "Prominence detail kept", question: .faintSignal,
    rationale:
      "Prominences are threads a few pixels wide and twenty times fainter than the disc beside them.",
    unit: "slope", direction: .closerToOneIsBetter, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let edge = try sample.scene.measurement(SolarEdge.self, plane: plane)
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane).model
    let output = try sample.measurement(OutputFrame.self, plane: plane).denoised
    // The disc is taken out before smoothing, so that its edge does not ring into the sky.
    func detail(_ plane: Plane) -> Plane {
      var sky = plane
      let level = OrderStatistics.median(
        plane.values.indices.filter { edge.height.values[$0] > 6 }.map { plane.values[$0] })
      for i in 0..<sky.count where edge.height.values[i] <= 6 { sky.values[i] = level }
      return sky - sky.smoothed(sigma: 8)
    }
    let truth = detail(frames.clean)
    let smooth = frames.clean.smoothed(sigma: 2)
    let levels = edge.height.values.indices.filter { edge.height.values[$0] > 20 }
    guard levels.count > 2000 else { throw NotApplicable("too little sky above the limb") }
    let sky = OrderStatistics.quantile(0.2, of: levels.map { smooth.values[$0] })
    var mask = Mask(width: truth.width, height: truth.height)
    var square = 0.0
    for i in levels where smooth.values[i] > sky + 0.005 * (edge.discLevel - sky) {
      mask.values[i] = !frames.missing.values[i]
      square += truth.values[i] * truth.values[i] / noise.variance(at: frames.clean.values[i])
    }
    let count = mask.count
    guard count >= 2000 else {
      throw NotApplicable("the scene shows no prominence above the limb")
    }
    guard square / Double(count) > 0.1 else {
      throw NotApplicable("the prominences' structure drowns in the input's noise")
    }
    guard
      let slope = DetailSlope(
        of: detail(output), on: truth, where: mask)
    else { throw NotApplicable("the prominences fill fewer than eight blocks") }
    return Finding(
      slope.value, interval: .around(slope.value, 1.96 * slope.standardError), count: slope.blocks,
      countUnit: "blocks",
      parts: [
        Finding.Part(
          "detail over the input's noise", (square / Double(count)).squareRoot(), unit: "ratio",
          count: count)
      ])
  }
}
