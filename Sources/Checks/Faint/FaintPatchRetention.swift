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
      let chosen = members.map { scene.patches[$0] }
      if let part = Self.part(range.name, members.map { after[$0] }, chosen) { parts.append(part) }
      if let part = Self.part("input, \(range.name)", chosen.map(\.input), chosen) {
        inputs.append(part)
      }
    }
    guard let worst = parts.max(by: { abs($0.value - 1) < abs($1.value - 1) }) else {
      throw NotApplicable("no range of brightness has 4 patches that stand out in the reference")
    }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "patches",
      parts: parts + inputs)
  }

  /// The slope of the patches' contrasts on the true ones.
  ///
  /// Where a single patch decides, the scatter of the others says little of its error. Then the error is what the input's noise
  /// makes of each patch, which a denoiser may leave but not exceed, or the scatter where that is larger.
  private static func part(
    _ name: String, _ contrasts: [Double], _ patches: [PatchContrasts.Patch]
  ) -> Finding.Part? {
    let truth = patches.map(\.truth)
    guard let slope = Slope(of: contrasts, on: truth) else { return nil }
    var half = slope.halfWidth
    if slope.freedom < fewestFreedom {
      let square = truth.reduce(0) { $0 + $1 * $1 }
      let noise = patches.reduce(0) { $0 + ($1.truth * $1.error) * ($1.truth * $1.error) }
      half = min(half, 1.96 * max(slope.error, noise.squareRoot() / square))
    }
    return Finding.Part(
      name, slope.value, unit: "slope", interval: .around(slope.value, half),
      count: patches.count)
  }

  /// Below four degrees of freedom Student's factor grows beyond what the noise can explain.
  private static let fewestFreedom = 4.0
}
