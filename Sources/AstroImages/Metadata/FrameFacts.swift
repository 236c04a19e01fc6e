/// What a frame's header says about how it was taken, whatever program wrote it.
///
/// Keywords differ between capture programs and observatories; the lists below are looked through in order, without regard to
/// case. What the header does not say is `nil`.
public struct FrameFacts: Equatable, Codable, Sendable {
  /// The camera: instrument, camera or detector name.
  public var sensor: String?
  public var filter: String?
  public var object: String?
  public var telescope: String?
  /// Seconds.
  public var exposure: Double?
  /// The gain setting of the camera's driver, in the driver's units.
  public var gainSetting: Double?
  /// Electrons a unit of the file.
  public var electronsPerUnit: Double?
  /// Arcseconds a pixel.
  public var pixelScale: Double?
  /// Where ``pixelScale`` comes from: `WCS`, a keyword, or `pixel size and focal length`.
  public var pixelScaleSource: String?

  static let sensorKeys = [
    "INSTRUME", "CAMERA", "CAMMODEL", "CAMNAME", "DETECTOR", "DETNAM", "SENSOR", "CCDNAME",
    "Model",
  ]
  static let filterKeys = [
    "FILTER", "FILTER1", "FILTNAM", "FILTNAM1", "FILTERID", "INSFILTE", "FILT_NAM", "FWNAME",
    "HIERARCH ESO INS FILT1 NAME", "ESO INS FILT1 NAME", "BAND", "WAVELNTH", "WAVE_STR",
  ]
  static let exposureKeys = [
    "EXPTIME", "EXPOSURE", "EXP_TIME", "EXPOSED", "ITIME", "ELAPTIME", "EXPTIM", "TEXPOSUR",
    "XPOSURE",
  ]
  static let scaleKeys = [
    "PIXSCALE", "PIXSCAL1", "SCALE", "SECPIX", "SECPIX1", "PLATESCL", "PLTSCALE", "IMSCALE",
    "CCDSCALE", "PIXASEC1",
  ]
  static let pixelSizeKeys = ["XPIXSZ", "PIXSIZE1", "PIXSIZE", "XPIXSIZE", "CCDXPIXE", "PIXWIDTH"]
  static let focalKeys = ["FOCALLEN", "FOCALLEN1", "FOCLEN", "FOCAL", "TELFOCAL"]

  /// Reads a header.
  public init(_ metadata: ImageMetadata) {
    func text(_ keys: [String]) -> String? {
      for key in keys {
        let words = metadata[key]?.split(separator: " ").joined(separator: " ") ?? ""
        if !words.isEmpty, !["unknown", "none", "n/a", "null"].contains(words.lowercased()) {
          return words
        }
      }
      return nil
    }
    func positive(_ keys: [String]) -> (key: String, value: Double)? {
      for key in keys { if let value = metadata.number(key), value > 0 { return (key, value) } }
      return nil
    }
    sensor = text(Self.sensorKeys)
    filter = text(Self.filterKeys)
    object = text(["OBJECT", "OBJNAME", "TARGNAME", "TARGET"])
    telescope = text(["TELESCOP", "TELNAME"])
    exposure = positive(Self.exposureKeys)?.value
    electronsPerUnit = positive(["EGAIN", "GAINE", "E_GAIN", "GAIN_E"])?.value
    gainSetting = metadata.number("GAIN") ?? metadata.number("CCDGAIN")
    let binning = positive(["XBINNING", "BINNING", "BINX", "CCDBIN1", "XBIN"])?.value ?? 1
    if let stated = positive(Self.scaleKeys), stated.value < 3600 {
      (pixelScale, pixelScaleSource) = (stated.value, stated.key)
    } else if let coordinates = WorldCoordinates(metadata) {
      (pixelScale, pixelScaleSource) = (coordinates.pixelScale, "WCS")
    } else if let size = positive(Self.pixelSizeKeys), let focal = positive(Self.focalKeys),
      size.value < 200
    {
      // XPIXSZ is the binned pixel by the convention of MaxIm and ASCOM; the other spellings mean the chip's own.
      let micrometres = size.key == "XPIXSZ" ? size.value : size.value * binning
      pixelScale = 206.264806 * micrometres / focal.value
      pixelScaleSource = "pixel size and focal length"
    }
    if let scale = pixelScale, !(1e-5...3600).contains(scale) {
      (pixelScale, pixelScaleSource) = (nil, nil)
    }
  }
}
