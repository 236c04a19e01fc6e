import Evaluation
import SkyMeasurement

/// How far places of the input stand out of their surroundings, by its noise alone.
struct SceneBlotches: SceneMeasurement {
  let input: Blotches

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    input = Blotches(
      (frames.noisy - frames.clean).combined(with: noise.sigma, /), in: masks.good)
  }
}

/// Gradients and vignetting that the denoiser added or removed.
struct LargeScale: PlaneCheck {
  let metadata = CheckMetadata(
    id: "large-scale", title: "Large-scale drift", question: .frame,
    rationale:
      "A gradient of a tenth of the noise is visible after stretching, and flat-fielding has been undone.",
    unit: "sigma", direction: .closerToZeroIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane)
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    var residual = output.residual
    var light = frames.clean
    for i in 0..<residual.count {
      residual.values[i] /= noise.skySigma
      light.values[i] = (light.values[i] - noise.skyLevel) / noise.skySigma
    }
    guard let surface = LargeScaleSurface(residual: residual, scene: light, good: good) else {
      throw NotApplicable("the frame has fewer than 12 free cells of 32 pixels")
    }
    var parts = [Finding.Part("corner fall-off", surface.cornerFallOff, unit: "sigma")]
    if noise.skyLevel > 0 {
      parts.append(
        Finding.Part(
          "corner fall-off of the sky",
          100 * surface.cornerFallOff * noise.skySigma / noise.skyLevel,
          unit: "%"))
    }
    if let gain = surface.extendedGain {
      parts.append(
        Finding.Part(
          "gain of extended light", gain.value, unit: "ratio",
          interval: .around(gain.value, 1.96 * gain.standardError)))
    }
    parts += try Self.places(sample, plane: plane)
    let value = surface.peakToValley
    return Finding(
      value,
      interval: Finding.Interval(
        max(0, value - surface.halfWidth), value + surface.halfWidth),
      count: surface.cells, countUnit: "cells", parts: parts)
  }

  /// The place of 32 px that stands out of its surroundings most, and how uneven all of them are, beyond the input.
  private static func places(_ sample: Sample, plane: Int) throws -> [Finding.Part] {
    let input = try sample.scene.measurement(SceneBlotches.self, plane: plane).input
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let output = Blotches(residual, in: good)
    return [
      Finding.Part.strongest("strongest blotch", output.heights, input.heights, unit: "sigma"),
      Finding.Part.addedScatter(
        "unevenness", after: output.unevenness, before: input.unevenness, count: output.cells,
        relativeError: OrderStatistics.robustSigmaError, unit: "sigma"),
    ].compactMap { $0 }
  }
}
