import Evaluation
import SkyMeasurement

private import Foundation

/// Whether granulation keeps its power at every scale on which it stands well above the noise.
struct GranulationPower: PlaneCheck {
  let metadata = CheckMetadata(
    id: "granulation-power", title: "Granulation power by scale", question: .faintSignal,
    rationale:
      "Blurred lanes and invented grain both change how the Sun's texture is spread over scales, even where its contrast looks right.",
    unit: "ratio", direction: .closerToOneIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    _ = try sample.scene.measurement(SolarSurface.self, plane: plane)
    let spectra = try sample.scene.measurement(SceneSpectra.self, plane: plane)
    let known = try sample.scene.measurement(RingPowers.self, plane: plane)
    let output = try sample.measurement(OutputSpectrum.self, plane: plane).denoised
    let power = spectra.rings.sum {
      output.real[$0] * output.real[$0] + output.imaginary[$0] * output.imaginary[$0]
    }
    var parts: [Finding.Part] = []
    var worst: (value: Double, error: Double)?
    for i in 0..<Rings.count {
      // Ten times the noise: what is left of the noise adds a twentieth at most.
      guard spectra.rings.modes[i] >= 100, known.noise[i] > 0,
        known.clean[i] >= 10 * known.noise[i]
      else { continue }
      let ratio = (power[i] / known.clean[i]).squareRoot()
      let error =
        1 / (spectra.rings.modes[i] / 2 / 2.6).squareRoot() * known.noise[i].squareRoot()
        / known.clean[i].squareRoot()
      parts.append(
        Finding.Part(
          "\(Rings.edges[i])-\(Rings.edges[i + 1]) cycles/px", ratio, unit: "ratio",
          interval: .around(ratio, 1.96 * error)))
      if abs(ratio - 1) > abs((worst?.value ?? 1) - 1) || worst == nil { worst = (ratio, error) }
    }
    guard let worst else {
      throw NotApplicable("at no scale does the granulation have ten times the noise's power")
    }
    return Finding(
      worst.value, interval: .around(worst.value, 1.96 * worst.error), count: parts.count,
      countUnit: "rings", parts: parts)
  }
}
