import Evaluation
import SkyMeasurement

/// Peak signal-to-noise ratio on the linear scale, with full scale as the stated range.
struct LinearPSNR: PlaneCheck {
  let metadata = CheckMetadata(
    id: "psnr-linear", title: "PSNR, linear", question: .fidelity,
    rationale:
      "The mean squared error on the data as the sensor counted it. Bright stars dominate it: it ranks, it never decides.",
    unit: "dB", direction: .higherIsBetter, needs: [.reference])
  let averagesPlanes = true

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let range = sample.scene.fullScale
    guard
      let value = PeakSignalToNoise.decibels(
        output.denoised, reference: frames.clean, range: range)
    else { throw NotApplicable("the output equals the reference exactly: PSNR is infinite") }
    var parts: [Finding.Part] = []
    if let noisy = PeakSignalToNoise.decibels(frames.noisy, reference: frames.clean, range: range) {
      parts.append(Finding.Part("input", noisy, unit: "dB"))
    }
    let interval = PeakSignalToNoise.interval(
      output.denoised, reference: frames.clean, range: range)
    return Finding(
      value, interval: interval.map { Finding.Interval($0.low, $0.high) },
      count: frames.clean.count, countUnit: "pixels", parts: parts)
  }
}
