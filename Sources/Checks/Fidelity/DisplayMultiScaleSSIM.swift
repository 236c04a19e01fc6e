import Evaluation
import SkyMeasurement

/// Multi-scale structural similarity as the screen shows the frames.
struct DisplayMultiScaleSSIM: PlaneCheck {
  let metadata = CheckMetadata(
    id: "ms-ssim-display", title: "MS-SSIM, display", question: .fidelity,
    rationale:
      "Likeness of structure from fine to coarse in what the eye is shown: closer to what a viewer at a distance sees.",
    unit: "", direction: .higherIsBetter, lowerBound: 0, upperBound: 1, needs: [.reference])
  let averagesPlanes = true

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneDisplay.self, plane: plane)
    let output = try sample.measurement(OutputDisplay.self, plane: plane)
    guard let value = output.similarity?.multiScale else {
      throw NotApplicable("the frame is smaller than the 161 pixels that five scales need")
    }
    var parts: [Finding.Part] = []
    if let noisy = scene.noisySimilarity?.multiScale {
      parts.append(Finding.Part("input", noisy, unit: ""))
    }
    return Finding(
      value,
      interval: output.similarity?.multiScaleHalfWidth.map {
        Finding.Interval(max(0, value - $0), min(1, value + $0))
      }, count: scene.clean.count, countUnit: "pixels", parts: parts)
  }
}
