import Evaluation
import SkyMeasurement

/// Structural similarity as the screen shows the frames.
struct DisplaySSIM: PlaneCheck {
  let metadata = CheckMetadata(
    id: "ssim-display", title: "SSIM, display", question: .fidelity,
    rationale:
      "Likeness of local structure in what the eye is shown, sky included. Blind to a few lost or invented stars.",
    unit: "", direction: .higherIsBetter, lowerBound: -1, upperBound: 1, needs: [.reference])
  let averagesPlanes = true

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneDisplay.self, plane: plane)
    let output = try sample.measurement(OutputDisplay.self, plane: plane)
    guard let similarity = output.similarity else {
      throw NotApplicable("the frame is smaller than SSIM's 11-pixel window")
    }
    var parts: [Finding.Part] = []
    if let noisy = scene.noisySimilarity {
      parts.append(Finding.Part("input", noisy.ssim, unit: ""))
    }
    return Finding(
      similarity.ssim,
      interval: similarity.halfWidth.map { .similarity(similarity.ssim, $0) },
      count: scene.clean.count, countUnit: "pixels", parts: parts)
  }
}
