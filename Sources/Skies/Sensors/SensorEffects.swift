/// Which of a camera's imperfections an exposure shows.
///
/// Shot noise, read noise, rounding and the converter's range are always on; with nothing else switched on the model is
/// Poisson + Gaussian + rounding + clipping, which the reference scenes use.
public struct SensorEffects: Hashable, Codable, Sendable {
  /// Seconds for which dark current collects; its mean is subtracted again, as a master dark would, its noise stays.
  public var darkSeconds: Double
  /// Pixels differ in sensitivity, the same in every exposure.
  public var hasResponseNonUniformity: Bool
  /// Some pixels are far too bright, the same ones in every exposure.
  public var hasHotPixels: Bool
  /// Every row of an exposure has its own offset.
  public var hasRowNoise: Bool
  /// Pixels overflow at the full well, where that is below the converter's range.
  public var hasFullWell: Bool
  /// The frame is taken through an RGGB mosaic and interpolated, which correlates the noise of neighbours.
  public var hasMosaic: Bool

  public init(
    darkSeconds: Double = 0, hasResponseNonUniformity: Bool = false, hasHotPixels: Bool = false,
    hasRowNoise: Bool = false, hasFullWell: Bool = false, hasMosaic: Bool = false
  ) {
    self.darkSeconds = darkSeconds
    self.hasResponseNonUniformity = hasResponseNonUniformity
    self.hasHotPixels = hasHotPixels
    self.hasRowNoise = hasRowNoise
    self.hasFullWell = hasFullWell
    self.hasMosaic = hasMosaic
  }

  /// Shot noise, read noise, rounding, clipping.
  public static let simple = SensorEffects()

  /// Everything that a five-minute exposure of this camera shows; the mosaic only where the chip has one.
  public static func complete(_ sensor: Sensor, seconds: Double = 300) -> SensorEffects {
    SensorEffects(
      darkSeconds: seconds, hasResponseNonUniformity: true, hasHotPixels: true, hasRowNoise: true,
      hasFullWell: true, hasMosaic: sensor.isColour)
  }
}
