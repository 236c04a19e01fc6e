import AstroImages
import Evaluation
import Randomness
import Skies

/// The skies of the selftest: every kind, samplings from 1.8 to 6 px, all sorts of cameras and backgrounds.
enum SelftestScenes {
  enum Size: String, CaseIterable {
    case small, full
  }

  /// A sky with what the record says of it.
  struct Sky {
    var scene: EvaluationScene
    var record: SelftestRecord.Scene
  }

  /// A sky that is made when its turn comes.
  struct Recipe: Sendable {
    var name: String
    fileprivate var plan: Plan
    fileprivate var side: Int
    fileprivate var fwhm: ClosedRange<Double>
    fileprivate var hasGradient: Bool
    fileprivate var seed: UInt64

    /// The first draw that holds the stars that its checks need; of a dozen that do not, the one that holds most.
    func make() throws -> Sky {
      var random = RandomSource(seed: seed, name: "selftest/" + name)
      var best: (sky: Sky, stars: Int)?
      for _ in 0..<12 {
        let sky = try drawn(using: &random)
        let stars = Self.measurableStars(sky.scene)
        if stars > best?.stars ?? -1 { best = (sky, stars) }
        if stars >= plan.stars { break }
      }
      guard let best else { throw RunError("internal: \(name) was never drawn") }
      return best.sky
    }

    private func drawn(using random: inout RandomSource) throws -> Sky {
      var options = SceneOptions()
      let fwhm = random.uniform(fwhm.lowerBound, fwhm.upperBound)
      options.pointSpread.fwhm = fwhm
      options.pointSpread.beta = random.uniform(2.6, 4.7)
      options.pointSpread.ellipticity = random.uniform(0, 0.08)
      options.pointSpread.angle = random.uniform(0, 3)
      options.skyElectrons = random.logUniform(60, 2400)
      // 330 stars a megapixel at a density of 1: beyond this many every third has a neighbour within its 8 FWHM.
      options.density = min(plan.density, 20 / (fwhm * fwhm))
      options.gradient = hasGradient ? random.uniform(0, 0.1) : 0
      let sensor = try Sensor.named(plan.cameras[random.integer(below: plan.cameras.count)])
      let scene = try SkySimulator.scene(
        kind: plan.kind, width: side, height: side, sensor: sensor, seed: random.next(),
        options: options, name: name)
      return Sky(
        scene: EvaluationScene(
          name: name, reference: scene.reference, noisy: scene.expose(index: 0),
          secondNoisy: scene.expose(index: 1), catalogue: scene.catalogue, patches: scene.patches,
          pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale),
        record: SelftestRecord.Scene(
          name: name, kind: plan.kind, side: side, channels: scene.reference.channels, fwhm: fwhm,
          camera: sensor.id, skyElectrons: options.skyElectrons, seed: scene.seed))
    }

    /// Isolated, unsaturated, of signal-to-noise 30 and more, and far enough from the edge for every check of stars.
    private static func measurableStars(_ scene: EvaluationScene) -> Int {
      let margin = 7 * scene.pointSpreadFWHM
      let (right, bottom) = (
        Double(scene.noisy.width - 1) - margin, Double(scene.noisy.height - 1) - margin
      )
      return (scene.catalogue?.sources ?? []).count {
        $0.isIsolated && !$0.isSaturated && $0.signalToNoise >= 30 && $0.x > margin
          && $0.x < right && $0.y > margin && $0.y < bottom
      }
    }
  }

  /// What a scene shows, how big it is at the small size, and the range of its stars' width.
  fileprivate struct Plan {
    var kind: String
    var small: Int
    var fwhm: ClosedRange<Double>
    var density: Double
    /// How many stars it must have whose shape and colour can be measured.
    var stars = 0
    /// The cameras that it may be taken with: linearity needs wells that bright narrow stars do not fill.
    var cameras = SelftestScenes.cameras
  }

  /// Sides are such that a range of signal-to-noise holds stars enough: wide stars go into bigger frames.
  private static let plans = [
    Plan(
      kind: "starfield", small: 512, fwhm: 1.8...2.3, density: 1, stars: 40,
      cameras: ["asi6200mm_g0", "asi2600mm_g0"]),
    Plan(kind: "starfield", small: 704, fwhm: 4.2...6, density: 1, stars: 40),
    Plan(kind: "doubles", small: 640, fwhm: 2.2...4, density: 1),
    Plan(kind: "nebula", small: 704, fwhm: 2.4...4.2, density: 2, stars: 20),
    Plan(kind: "galaxies", small: 448, fwhm: 2.4...4.2, density: 3, stars: 10),
    Plan(kind: "rgb", small: 576, fwhm: 2.2...3.4, density: 2, stars: 24),
    Plan(kind: "granulation", small: 320, fwhm: 1.8...3, density: 1),
    Plan(kind: "prominence", small: 320, fwhm: 1.8...3, density: 1),
  ]

  private static let cameras = [
    "asi2600mm_g100", "asi533mm_g100", "asi6200mm_g0", "qhy600m_m0g26", "asi294mm_g120",
    "asi1600mm_g139_padded", "canon6d_iso400", "canon6d_iso1600", "nikond810_iso400",
  ]

  static func recipes(_ size: Size, seed: UInt64) -> [Recipe] {
    (0..<(size == .small ? 1 : 2)).flatMap { round in
      plans.enumerated().map { index, plan in
        Recipe(
          name: "\(plan.kind)-\(round * plans.count + index + 1)", plan: plan,
          side: size == .small ? plan.small : 1024,
          // The second round of the full size goes to wide stars.
          fwhm: round == 0 ? plan.fwhm : max(plan.fwhm.lowerBound, 3.6)...6,
          hasGradient: round > 0, seed: seed)
      }
    }
  }
}
