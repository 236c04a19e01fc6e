import AstroImages
import Evaluation
import SkyMeasurement

private import Foundation

/// How much of the colour contrast of nebulae and stars survives.
struct ChromaRetention: Check {
  let metadata = CheckMetadata(
    id: "chroma-retention", title: "Colour contrast kept", question: .brightness,
    rationale: "Denoising chroma harder than luminance washes out nebulae and turns stars white.",
    unit: "slope", direction: .closerToOneIsBetter, needs: [.reference, .colour])

  func evaluate(_ sample: Sample) throws -> CheckOutcome {
    let planes = try ColourPlanes(sample.scene.noisy)
    let masks = try sample.scene.measurement(SceneMasks.self, plane: planes.green)
    let red = try starless(sample, planes.red)
    let blue = try starless(sample, planes.blue)
    let truth = Self.band(red.truth - blue.truth)
    let output = Self.band(red.output - blue.output)
    let near = masks.stars.dilated(steps: 4).values
    func blocks(_ term: (Int) -> Double) -> [Double] {
      BlockJackknife.sums(width: truth.width, height: truth.height) { near[$0] ? 0 : term($0) }
    }
    let cross = blocks { truth.values[$0] * output.values[$0] }
    let square = blocks { truth.values[$0] * truth.values[$0] }
    let power = Sums.sum(square)
    guard power > 0 else {
      throw NotApplicable("the reference has no colour contrast away from stars")
    }
    var parts: [Finding.Part] = []
    if let stars = try? ColourStars(sample, planes) {
      parts += [
        Self.slope("stars", stars, Array(0..<stars.count)),
        Self.slope("stars that each colour shows", stars, stars.shown),
      ].compactMap { $0 }
    }
    let value = Sums.sum(cross) / power
    let half = BlockJackknife.halfWidth(cross, over: square)
    return .measured(
      Finding(
        value, interval: half.map { .around(value, $0) },
        count: near.filter { !$0 }.count, countUnit: "pixels", parts: parts))
  }

  /// A plane of truth and output with its stars inpainted.
  private func starless(_ sample: Sample, _ plane: Int) throws -> (truth: Plane, output: Plane) {
    let starless = try sample.scene.measurement(SceneSpectra.self, plane: plane).starless
    let stars = try sample.scene.measurement(SceneMasks.self, plane: plane).stars
    let output = try sample.measurement(OutputFrame.self, plane: plane).denoised
    return (starless, SceneTexture.inpainted(output, with: starless, stars))
  }

  /// What is between Gaussians of 3 and 24 pixels.
  private static func band(_ plane: Plane) -> Plane {
    plane.smoothed(sigma: 3) - plane.smoothed(sigma: 24)
  }

  /// The slope of the stars' red-to-blue ratio on the true one, in logarithms.
  private static func slope(_ name: String, _ stars: ColourStars, _ members: [Int])
    -> Finding.Part?
  {
    var truth: [Double] = []
    var output: [Double] = []
    for i in members {
      let (red, blue) = (stars.truth[0][i], stars.truth[2][i])
      let (redOut, blueOut) = (red * (1 + stars.error[0][i]), blue * (1 + stars.error[2][i]))
      guard red > 0, blue > 0, redOut > 0, blueOut > 0 else { continue }
      truth.append(log(red / blue))
      output.append(log(redOut / blueOut))
    }
    guard truth.count >= 8 else { return nil }
    guard let slope = Slope(of: output, on: truth, isThroughOrigin: false) else { return nil }
    return Finding.Part(
      name, slope.value, unit: "slope", interval: .around(slope.value, slope.halfWidth),
      count: truth.count)
  }
}
