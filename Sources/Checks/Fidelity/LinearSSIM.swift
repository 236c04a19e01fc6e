import Evaluation
import SkyMeasurement

/// Structural similarity on the linear scale, with full scale as the stated range.
struct LinearSSIM: PlaneCheck {
  let metadata = CheckMetadata(
    id: "ssim-linear", title: "SSIM, linear", question: .fidelity,
    rationale:
      "Given because papers give it. On linear data its constants drown the sky's noise, so that every output is near 1.",
    unit: "", direction: .higherIsBetter, lowerBound: -1, upperBound: 1, needs: [.reference])
  let averagesPlanes = true

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneLinear.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    guard let similarity = scene.similarity else {
      throw NotApplicable("the frame is smaller than SSIM's 11-pixel window")
    }
    var parts: [Finding.Part] = []
    if let noisy = scene.noisySSIM { parts.append(Finding.Part("input", noisy, unit: "")) }
    let result = similarity.compare(output.denoised)
    return Finding(
      result.ssim, interval: result.halfWidth.map { .similarity(result.ssim, $0) },
      count: output.denoised.count, countUnit: "pixels",
      parts: parts)
  }
}
