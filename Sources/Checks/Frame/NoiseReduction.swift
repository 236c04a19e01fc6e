import Evaluation
import SkyMeasurement

private import Foundation

/// How much of the input's noise is left on plain sky.
struct NoiseReduction: PlaneCheck {
  let metadata = CheckMetadata(
    id: "noise-reduction", title: "Noise left", question: .noise,
    rationale:
      "A denoiser must remove noise, and at the scales that the eye sees: quiet pixels over blotches are no gain.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let left = try sample.measurement(NoiseAtScales.self, plane: plane)
    let masks = try sample.scene.measurement(SceneMasks.self, plane: plane)
    var parts: [Finding.Part] = []
    if left.pixel > 0 {
      parts.append(Finding.Part("noise removed", -20 * log10(left.pixel), unit: "dB"))
    }
    if let value = left.pointSpread {
      parts.append(Finding.Part("at the scale of a star", value, unit: "ratio"))
    }
    if let value = left.fourPointSpreads {
      parts.append(Finding.Part("at four times that scale", value, unit: "ratio"))
    }
    return Finding(
      left.pixel, count: masks.background.count, countUnit: "pixels", parts: parts)
  }
}
