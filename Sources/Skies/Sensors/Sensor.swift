/// A camera at one gain setting, in electrons: what turns photons into numbers.
///
/// The model is that of EMVA standard 1288 (release 4): a pixel that expects `mu` electrons collects a Poisson count, reading
/// adds Gaussian noise, and the converter divides by the gain, adds the pedestal, rounds and clips.
public struct Sensor: Hashable, Codable, Sendable {
  /// The preset's name, such as `asi2600mm_g100`.
  public var id: String
  /// The camera and its setting as its maker writes them, and the sensor chip.
  public var camera: String
  /// Electrons per unit of the file's values.
  public var gain: Double
  /// Gaussian read noise in electrons.
  public var readNoise: Double
  /// What a pixel holds before it overflows, in electrons.
  public var fullWell: Double
  /// Dark current in electrons per pixel and second at the usual cooled temperature.
  public var darkCurrent: Double
  /// The converter's resolution.
  public var bits: Int
  /// The value of a pixel that collected nothing, in the file's values.
  public var pedestal: Double
  /// The step between two values of the file: 1, or 2^(16 - bits) where the driver pads to 16 bits.
  public var step: Double
  /// Whether the chip carries red, green and blue filters (RGGB).
  public var isColour: Bool
  /// Photo-response non-uniformity: the relative standard deviation of the pixels' sensitivity.
  public var responseNonUniformity: Double
  /// The fraction of pixels whose dark current is far above the others'.
  public var hotPixelFraction: Double
  /// The standard deviation of the offset that a whole row shares in one readout, in electrons.
  public var rowNoise: Double

  /// Creates a camera; `pedestal`, `gain` are in the converter's own units, without padding.
  public init(
    id: String, camera: String, gain: Double, readNoise: Double, fullWell: Double,
    darkCurrent: Double, bits: Int, pedestal: Double, isColour: Bool = false,
    responseNonUniformity: Double = 0.007, hotPixelFraction: Double = 2e-4, rowNoise: Double = 0.3
  ) {
    precondition(gain > 0 && readNoise >= 0 && fullWell > 0, "\(id) has no physical figures")
    precondition((1...16).contains(bits), "\(id): a converter of \(bits) bits")
    self.id = id
    self.camera = camera
    self.gain = gain
    self.readNoise = readNoise
    self.fullWell = fullWell
    self.darkCurrent = darkCurrent
    self.bits = bits
    self.pedestal = pedestal
    step = 1
    self.isColour = isColour
    self.responseNonUniformity = responseNonUniformity
    self.hotPixelFraction = hotPixelFraction
    self.rowNoise = rowNoise
  }

  /// The largest value that a file of this camera holds.
  public var fullScale: Double { Double((1 << bits) - 1) * step }

  /// The electrons that fill the converter.
  public var capacity: Double { (fullScale - pedestal) * gain }

  /// The same camera as drivers write it that shift 12 or 14 bits up to 16: values in steps of 16 or 4.
  public var padded: Sensor {
    guard step == 1, bits < 16 else { return self }
    var sensor = self
    sensor.step = Double(1 << (16 - bits))
    sensor.gain = gain / sensor.step
    sensor.pedestal = pedestal * sensor.step
    return sensor
  }

  /// The noise of a pixel that expects so many electrons, in the file's values, without quantisation.
  public func noise(electrons: Double) -> Double {
    (max(electrons, 0) + readNoise * readNoise).squareRoot() / gain
  }
}
