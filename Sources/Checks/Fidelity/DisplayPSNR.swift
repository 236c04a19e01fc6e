import Evaluation
import SkyMeasurement

/// Peak signal-to-noise ratio as the screen shows the frames: through one automatic stretch made from the input.
struct DisplayPSNR: PlaneCheck {
  let metadata = CheckMetadata(
    id: "psnr-display", title: "PSNR, display", question: .fidelity,
    rationale:
      "The mean squared error of what the eye is shown. A blur gains as much as an honest denoiser: it ranks, it never decides.",
    unit: "dB", direction: .higherIsBetter, needs: [.reference])
  let averagesPlanes = true

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneDisplay.self, plane: plane)
    let output = try sample.measurement(OutputDisplay.self, plane: plane)
    guard let value = output.psnr else {
      throw NotApplicable("the output equals the reference on the display: PSNR is infinite")
    }
    var parts: [Finding.Part] = []
    if let noisy = scene.noisyPSNR { parts.append(Finding.Part("input", noisy, unit: "dB")) }
    return Finding(
      value, interval: output.psnrInterval, count: scene.clean.count, countUnit: "pixels",
      parts: parts)
  }
}
