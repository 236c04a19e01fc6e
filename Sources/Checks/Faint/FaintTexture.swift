import Evaluation
import SkyMeasurement

/// How much of the structure of 3 to 12 pixels survives in faint and bright nebulosity.
struct FaintTexture: PlaneCheck {
  let metadata = CheckMetadata(
    id: "faint-texture", title: "Faint texture kept", question: .faintSignal,
    rationale: "Filaments smoothed away are the plastic look; filaments boosted are invention.",
    unit: "slope", direction: .closerToOneIsBetter, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneTexture.self, plane: plane)
    // Where the noise exceeds the texture nobody can tell them apart.
    let clear = scene.ranges.filter { $0.bandSignalToNoise > 1 }
    guard !clear.isEmpty else {
      throw NotApplicable("no range of surface brightness has texture above the input's noise")
    }
    let masks = try sample.scene.measurement(SceneMasks.self, plane: plane)
    let starless = try sample.scene.measurement(SceneSpectra.self, plane: plane).starless
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let band = SceneTexture.band(
      SceneTexture.inpainted(output.denoised, with: starless, masks.stars))
    var parts: [Finding.Part] = []
    var others: [Finding.Part] = []
    for range in clear {
      let slope = SceneTexture.slope(of: band, on: scene.clean, blocks: range.blocks)
      parts.append(
        Finding.Part(
          range.name, slope.value, unit: "slope",
          interval: slope.halfWidth.map { .around(slope.value, $0) }, count: range.blocks.count))
      others.append(
        Finding.Part(
          "Wiener, \(range.name)", range.bandSignalToNoise / (1 + range.bandSignalToNoise),
          unit: "slope"))
      others.append(
        Finding.Part(
          "input, \(range.name)", range.inputSlope.value, unit: "slope",
          interval: range.inputSlope.halfWidth.map { .around(range.inputSlope.value, $0) },
          count: range.blocks.count))
    }
    let worst = parts.reduce(parts[0]) { abs($1.value - 1) > abs($0.value - 1) ? $1 : $0 }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "blocks",
      parts: parts + others)
  }
}
