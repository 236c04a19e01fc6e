import Evaluation
import Randomness
import Skies

/// The skies of the selftest: every kind, samplings from 1.8 to 6 px, several cameras and backgrounds.
enum SelftestScenes {
  enum Size: String, CaseIterable {
    case small, full
  }

  /// A sky that is made when its turn comes.
  struct Recipe: Sendable {
    var name: String
    var kind: String
    var side: Int
    var sensor: Sensor
    var seed: UInt64
    var options: SceneOptions

    func make() throws -> EvaluationScene {
      let scene = try SkySimulator.scene(
        kind: kind, width: side, height: side, sensor: sensor, seed: seed, options: options,
        name: name)
      return EvaluationScene(
        name: name, reference: scene.reference, noisy: scene.expose(index: 0),
        secondNoisy: scene.expose(index: 1), catalogue: scene.catalogue, patches: scene.patches,
        pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale)
    }
  }

  /// What a scene shows, how big it is at each size, and the range of its stars' width.
  private struct Plan {
    var kind: String
    var small: Int
    var fwhm: ClosedRange<Double>
    var density: Double
    /// The cameras that it may be taken with: linearity needs wells that bright narrow stars do not fill.
    var cameras = SelftestScenes.cameras
  }

  /// Sides are such that a range of signal-to-noise holds stars enough: narrow stars go into smaller frames.
  private static let plans = [
    Plan(
      kind: "starfield", small: 576, fwhm: 1.8...2.6, density: 1,
      cameras: ["asi6200mm_g0", "asi2600mm_g0"]),
    Plan(kind: "starfield", small: 640, fwhm: 2.4...3.4, density: 1),
    Plan(kind: "doubles", small: 512, fwhm: 2.2...3.4, density: 1),
    Plan(kind: "nebula", small: 704, fwhm: 2.2...3.6, density: 2),
    Plan(kind: "galaxies", small: 448, fwhm: 2.4...4.2, density: 3),
    Plan(kind: "rgb", small: 384, fwhm: 2.2...3.4, density: 2),
    Plan(kind: "granulation", small: 320, fwhm: 1.8...3, density: 1),
    Plan(kind: "prominence", small: 320, fwhm: 1.8...3, density: 1),
  ]

  private static let cameras = [
    "asi2600mm_g100", "asi533mm_g100", "asi6200mm_g0", "qhy600m_m0g26", "asi294mm_g120",
    "asi1600mm_g139_padded",
  ]

  static func recipes(_ size: Size, seed: UInt64) throws -> [Recipe] {
    let rounds = size == .small ? 1 : 2
    return try (0..<rounds).flatMap { round in
      try plans.enumerated().map { index, plan in
        let name = "\(plan.kind)-\(round * plans.count + index + 1)"
        var random = RandomSource(seed: seed, name: "selftest/" + name)
        var options = SceneOptions()
        // The second round of the full size goes to wide stars: 4 to 6 px.
        let fwhm = round == 0 ? plan.fwhm : max(plan.fwhm.lowerBound, 3.6)...6
        options.pointSpread.fwhm = random.uniform(fwhm.lowerBound, fwhm.upperBound)
        options.pointSpread.beta = random.uniform(2.6, 4.7)
        options.pointSpread.ellipticity = random.uniform(0, 0.08)
        options.pointSpread.angle = random.uniform(0, 3)
        options.skyElectrons = random.logUniform(120, 1500)
        options.density = plan.density
        options.gradient = round == 0 ? 0 : random.uniform(0, 0.1)
        let camera = plan.cameras[random.integer(below: plan.cameras.count)]
        return Recipe(
          name: name, kind: plan.kind, side: size == .small ? plan.small : 1024,
          sensor: try Sensor.named(camera), seed: random.next(), options: options)
      }
    }
  }
}
