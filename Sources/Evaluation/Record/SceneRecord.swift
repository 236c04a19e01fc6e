/// What a run knows about one test frame.
public struct SceneRecord: Codable, Equatable, Sendable {
  public var name: String
  /// The independent unit that splits and intervals go by: a target, a field, a night.
  public var target: String
  public var split: RunRecord.Split
  /// `simulated`, `user frame with added noise`, or `real pair`.
  public var origin: String
  /// `starfield`, `nebula`, `granulation`, ...
  public var kind: String
  public var sensor: String?
  public var filter: String?
  public var width: Int
  public var height: Int
  public var channels: Int
  public var fullScale: Double
  /// The input's noise on sky, in image units.
  public var skyNoise: Double?
  /// Noise that the "clean" frame itself already had, in image units; 0 for simulated truth.
  public var referenceNoise: Double?
  public var sha256: String?
  public var notes: [String]
  /// How bright the scene is: `faint`, `moderate` or `bright`, see ``SignalLevel``.
  public var signalLevel: String?
  /// Arcseconds a pixel, where header or configuration say it.
  public var pixelScale: Double?

  public init(
    name: String, target: String, split: RunRecord.Split, origin: String, kind: String,
    sensor: String?, filter: String?, width: Int, height: Int, channels: Int, fullScale: Double,
    skyNoise: Double?, referenceNoise: Double?, sha256: String?, notes: [String] = [],
    signalLevel: String? = nil, pixelScale: Double? = nil
  ) {
    self.name = name
    self.target = target
    self.split = split
    self.origin = origin
    self.kind = kind
    self.sensor = sensor
    self.filter = filter
    self.width = width
    self.height = height
    self.channels = channels
    self.fullScale = fullScale
    self.skyNoise = skyNoise
    self.referenceNoise = referenceNoise
    self.sha256 = sha256
    self.notes = notes
    self.signalLevel = signalLevel
    self.pixelScale = pixelScale
  }
}

/// One region of one scene, shown for the input, the reference and every candidate at one stretch.
public struct CropSet: Codable, Equatable, Sendable {
  public var scene: String
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int
  /// Why this place was chosen: `brightest star`, `tightest double`, `faintest nebulosity`, `corner`.
  public var reason: String
  /// The stretch in words with its numbers, and on what it was computed.
  public var stretch: String
  /// The scale of the difference panels in words: `blue -5 sigma, black 0, orange +5 sigma of the input's sky noise`.
  public var differenceScale: String
  public var panels: [Panel]
  /// The same region as 16-bit numbers, for looking closer than a picture allows.
  public var pixels: CropPixels?
  /// The region's stars and what became of them.
  public var stars: [CropStar]?
  /// Where the region lies on the sky, where the frame's header says it.
  public var sky: CropSky?

  /// The checks whose worst place in the frame the crop shows; absent in records of older builds.
  public var worst: [WorstOf]?

  /// A check whose worst place a crop shows.
  public struct WorstOf: Codable, Equatable, Sendable {
    public var check: String
    /// Whose output is worst there.
    public var candidate: String

    public init(check: String, candidate: String) {
      self.check = check
      self.candidate = candidate
    }
  }

  /// One picture, an 8-bit PNG in the run's folder.
  public struct Panel: Codable, Equatable, Sendable {
    /// `removed` is the input minus the output.
    public enum Role: String, Codable, Sendable {
      case input, reference, output, difference, removed
    }
    public var role: Role
    /// The candidate's name for `output` and `difference`.
    public var candidate: String?
    public var file: String

    public init(role: Role, candidate: String?, file: String) {
      self.role = role
      self.candidate = candidate
      self.file = file
    }
  }

  public init(
    scene: String, x: Int, y: Int, width: Int, height: Int, reason: String, stretch: String,
    differenceScale: String, panels: [Panel], pixels: CropPixels? = nil, stars: [CropStar]? = nil
  ) {
    self.scene = scene
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.reason = reason
    self.stretch = stretch
    self.differenceScale = differenceScale
    self.panels = panels
    self.pixels = pixels
    self.stars = stars
  }
}
