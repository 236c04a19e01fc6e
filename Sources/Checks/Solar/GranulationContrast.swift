import Evaluation
import SkyMeasurement

/// How much of the contrast of solar granulation survives.
struct GranulationContrast: PlaneCheck {
  let metadata = CheckMetadata(
    id: "granulation-contrast", title: "Granulation contrast kept", question: .faintSignal,
    rationale:
      "Granules are the Sun's finest texture: a denoiser made for night skies takes their low contrast for noise.",
    unit: "slope", direction: .closerToOneIsBetter, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SolarSurface.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane).denoised
    let detail = output - output.smoothed(sigma: SolarSurface.scale)
    guard let slope = DetailSlope(of: detail, on: scene.detail, where: scene.surface) else {
      throw NotApplicable("fewer than eight blocks of solar surface")
    }
    func percent(_ plane: Plane) -> Double {
      let values = plane.selected(by: scene.surface.values)
      return 100 * Sums.standardDeviation(values) / scene.level
    }
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    return Finding(
      slope.value, interval: .around(slope.value, 1.96 * slope.standardError), count: slope.blocks,
      countUnit: "blocks",
      parts: [
        Finding.Part("rms contrast of the truth", percent(scene.detail), unit: "%"),
        Finding.Part("rms contrast of the output, its noise included", percent(detail), unit: "%"),
        Finding.Part(
          "rms contrast of the input, its noise included",
          percent(frames.noisy - frames.noisy.smoothed(sigma: SolarSurface.scale)), unit: "%"),
      ])
  }
}
