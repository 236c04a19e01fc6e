import AstroImages
import Evaluation
import SkyMeasurement

/// How much of the contrast of soft, faint discs survives.
struct FaintPatchRetention: PlaneCheck {
  let metadata = CheckMetadata(
    id: "faint-patches", title: "Faint patches kept", question: .faintSignal,
    rationale:
      "Nebulosity below the noise is why hours are spent; a denoiser may not take it for noise.",
    unit: "slope", direction: .closerToOneIsBetter, needs: [.reference, .patches])

  private static let ranges: [(name: String, low: Double, high: Double)] = [
    ("faint (0.05-0.75 sigma)", 0.05, 0.75), ("mid (0.75-3 sigma)", 0.75, 3),
    ("bright (3+ sigma)", 3, .infinity),
  ]

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(PatchContrasts.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let sigma = try sample.scene.measurement(SceneNoise.self, plane: plane).skySigma
    let after = scene.contrasts(in: output.denoised, sigma: sigma)
    var parts: [Finding.Part] = []
    var inputs: [Finding.Part] = []
    for range in Self.ranges {
      let members = scene.patches.indices.filter {
        let size = abs(scene.patches[$0].truth)
        return size >= range.low && size < range.high && size > 3 * scene.patches[$0].error
      }
      guard members.count >= 4 else { continue }
      let truth = members.map { scene.patches[$0].truth }
      guard let slope = Slope(of: members.map { after[$0] }, on: truth),
        let input = Slope(of: members.map { scene.patches[$0].input }, on: truth)
      else { continue }
      parts.append(
        Finding.Part(
          range.name, slope.value, unit: "slope",
          interval: .around(slope.value, slope.halfWidth), count: members.count))
      inputs.append(
        Finding.Part(
          "input, \(range.name)", input.value, unit: "slope",
          interval: .around(input.value, input.halfWidth), count: members.count))
    }
    guard let worst = parts.max(by: { abs($0.value - 1) < abs($1.value - 1) }) else {
      throw NotApplicable("no range of brightness has 4 patches that stand out in the reference")
    }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "patches",
      parts: parts + inputs)
  }
}
