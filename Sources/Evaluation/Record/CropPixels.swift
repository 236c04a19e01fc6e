/// The numbers of one crop: every layer in the same 16-bit units, so that differences between layers are exact.
///
/// `value = zero + scale * sample`, in image units; the sample 65535 stands for a pixel without a value. How samples are
/// packed is told in docs/report.md, section "Pixel blocks".
public struct CropPixels: Codable, Equatable, Sendable {
  /// The packing of today: horizontal differences, zig-zag, low bytes before high bytes, zlib.
  public static let encoding = "u16-delta-zlib/1"

  /// A screen stretch: the black point and the midtones balance as fractions of full scale.
  public struct Stretch: Codable, Equatable, Sendable {
    public var shadows: Double
    public var midtones: Double

    public init(shadows: Double, midtones: Double) {
      self.shadows = shadows
      self.midtones = midtones
    }
  }

  /// One image of the crop: where its packed bytes stand in the file.
  public struct Layer: Codable, Equatable, Sendable {
    public var role: CropSet.Panel.Role
    /// The candidate's name for `output`.
    public var candidate: String?
    public var offset: Int
    public var length: Int

    public init(role: CropSet.Panel.Role, candidate: String?, offset: Int, length: Int) {
      self.role = role
      self.candidate = candidate
      self.offset = offset
      self.length = length
    }
  }

  /// What the checks take the crop's pixels for, one byte a pixel, in zlib's format: where the bytes stand in the file.
  ///
  /// Bits of ``Kind`` by their raw values; the masks of the plane with the most light, as `noise-reduction` uses them.
  public struct Masks: Codable, Equatable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
      /// Without a value in the input.
      case missing = 1
      /// At 95 % of full scale or above in the reference.
      case saturated = 2
      /// In the light of a star of the catalogue.
      case star = 4
      /// Plain sky.
      case sky = 8
    }

    public var offset: Int
    public var length: Int

    public init(offset: Int, length: Int) {
      self.offset = offset
      self.length = length
    }
  }

  public var encoding: String
  /// The file in the run's folder that holds all layers.
  public var file: String
  /// 1, or 3 for red, green and blue.
  public var channels: Int
  public var zero: Double
  public var scale: Double
  /// The value of white, in image units.
  public var fullScale: Double
  /// The input's noise on sky, in image units.
  public var skyNoise: Double
  /// The automatic stretch of the whole noisy frame, which every layer is shown at.
  public var inputStretch: Stretch
  /// The automatic stretch of every colour plane of the noisy frame by itself; `nil` without colour and in older records.
  public var planeStretches: [Stretch]?
  /// The automatic stretch of the whole reference, where there is one.
  public var referenceStretch: Stretch?
  /// The side of the tiles that networks worked in, where the frame was larger than one.
  public var tile: Int?
  public var layers: [Layer]
  /// What the checks left out; absent where they find no noise to measure by, and in older records.
  public var masks: Masks?

  public init(
    file: String, channels: Int, zero: Double, scale: Double, fullScale: Double, skyNoise: Double,
    inputStretch: Stretch, referenceStretch: Stretch?, tile: Int?, layers: [Layer]
  ) {
    encoding = Self.encoding
    self.file = file
    self.channels = channels
    self.zero = zero
    self.scale = scale
    self.fullScale = fullScale
    self.skyNoise = skyNoise
    self.inputStretch = inputStretch
    self.referenceStretch = referenceStretch
    self.tile = tile
    self.layers = layers
  }
}

/// One star of a crop, and what every candidate made of it.
public struct CropStar: Codable, Equatable, Sendable {
  public enum Fate: String, Codable, CaseIterable, Sendable {
    /// In the output as in the reference.
    case kept
    /// In the input, not in the output.
    case lost
    /// In the output, nowhere in the sky.
    case invented
    /// A double that the reference resolves and the output does not.
    case merged
    /// One star in the reference, two in the output.
    case split
    /// Kept, and wider than in the reference by more than a tenth.
    case bloated
    /// Kept, and narrower than in the reference by more than a tenth.
    case sharpened
    /// Not found in the input either: nobody's loss.
    case hidden
  }

  /// One candidate's rendition of the star.
  public struct Rendition: Codable, Equatable, Sendable {
    public var candidate: String
    public var fate: Fate
    /// Change of the width against the reference, in per cent.
    public var widthChange: Double?
    /// Change of the brightness against the reference, in millimagnitudes; positive is fainter.
    public var brightnessChange: Double?
    /// Change of the ellipticity `|e|` against the reference, from -1 to 1; positive is longer.
    public var ellipticityChange: Double?
    /// Change of the height of the peak above its surroundings against the reference, in per cent.
    public var peakChange: Double?
    /// How far the star stands right of and below where the reference has it, in pixels.
    public var shiftX: Double?
    public var shiftY: Double?

    public init(
      candidate: String, fate: Fate, widthChange: Double? = nil, brightnessChange: Double? = nil
    ) {
      self.candidate = candidate
      self.fate = fate
      self.widthChange = widthChange
      self.brightnessChange = brightnessChange
    }
  }

  /// The catalogue's number; negative for what only candidates see.
  public var id: Int
  /// Where it stands in the frame, 0-based with integers at pixel centres.
  public var x: Double
  public var y: Double
  public var magnitude: Double?
  public var signalToNoise: Double?
  /// Full width at half maximum in the reference, in pixels.
  public var width: Double?
  /// The distance to the nearest other star of the catalogue, in pixels, where one is within ten times the point spread.
  public var neighbourDistance: Double?
  /// Whether the reference clips its peak: shapes and fluxes of such a star say nothing.
  public var isClipped: Bool?
  public var renditions: [Rendition]

  public init(
    id: Int, x: Double, y: Double, magnitude: Double?, signalToNoise: Double?, width: Double?,
    renditions: [Rendition]
  ) {
    self.id = id
    self.x = x
    self.y = y
    self.magnitude = magnitude
    self.signalToNoise = signalToNoise
    self.width = width
    self.renditions = renditions
  }
}
