public import Randomness

/// What may differ between two scenes of one kind: the optics, the site, the exposure, the object.
public struct SceneOptions: Hashable, Codable, Sendable {
  public var pointSpread: PointSpread
  /// What the sky alone gives a pixel in the exposure, in electrons; at most 30 % of what the camera holds is used.
  public var skyElectrons: Double
  /// Stars and galaxies relative to the kind's usual number.
  public var density: Double
  /// The peak-to-peak brightness of a linear gradient over the frame, relative to the sky.
  public var gradient: Double
  /// The direction in which the gradient rises, in radians from +x towards +y.
  public var gradientAngle: Double
  /// How much darker diffuse light is in the corners than in the middle, as a fraction.
  public var vignetting: Double
  /// The brightness of the nebula's median structure at its centre, in units of the sky noise.
  public var nebulaStrength: Double
  /// The index of the nebula's power law `P(k) ~ k^-index`.
  public var nebulaIndex: Double
  /// The typical distance between granules, in pixels.
  public var granuleSize: Double
  /// The rms contrast of granulation (Hinode: 0.06 red to 0.13 blue as observed, Wedemeyer-Böhm and Rouppe van der Voort 2009).
  public var granuleContrast: Double
  /// The brightness of the solar scenes relative to the kind's usual level.
  public var solarBrightness: Double
  /// What the camera adds.
  public var effects: SensorEffects

  public init(
    pointSpread: PointSpread = PointSpread(), skyElectrons: Double = 400, density: Double = 1,
    gradient: Double = 0, gradientAngle: Double = 0.6, vignetting: Double = 0,
    nebulaStrength: Double = 4, nebulaIndex: Double = 3, granuleSize: Double = 9,
    granuleContrast: Double = 0.08, solarBrightness: Double = 1, effects: SensorEffects = .simple
  ) {
    self.pointSpread = pointSpread
    self.skyElectrons = skyElectrons
    self.density = density
    self.gradient = gradient
    self.gradientAngle = gradientAngle
    self.vignetting = vignetting
    self.nebulaStrength = nebulaStrength
    self.nebulaIndex = nebulaIndex
    self.granuleSize = granuleSize
    self.granuleContrast = granuleContrast
    self.solarBrightness = solarBrightness
    self.effects = effects
  }

  /// Options as varied as amateurs' frames are, for training: FWHM 1.8 to 6 px, skies from narrowband to suburb.
  ///
  /// The camera's own imperfections stay off; set ``effects`` where they are wanted.
  public static func random(using random: inout RandomSource) -> SceneOptions {
    SceneOptions(
      pointSpread: PointSpread(
        fwhm: random.logUniform(1.8, 6), beta: random.uniform(2.5, 4.765),
        ellipticity: min(abs(0.05 * random.normal()), 0.2), angle: random.uniform(0, Double.pi),
        curvature: max(0.1 * random.normal(), 0), tilt: 0.06 * random.normal(),
        coma: max(0.06 * random.normal(), 0)),
      skyElectrons: random.logUniform(40, 3000), density: random.logUniform(0.35, 3),
      gradient: random.uniform() < 0.5 ? 0 : random.uniform(0, 0.4),
      gradientAngle: random.uniform(0, 2 * Double.pi),
      vignetting: random.uniform() < 0.5 ? 0 : random.uniform(0, 0.3),
      nebulaStrength: random.logUniform(1, 16), nebulaIndex: random.uniform(2.5, 3.5),
      granuleSize: random.logUniform(5, 16), granuleContrast: random.uniform(0.05, 0.14),
      solarBrightness: random.uniform(0.4, 1.4))
  }
}
