public import AstroImages
internal import Networks
public import Skies

/// A clean frame to learn from, and where its noise comes from.
public struct TrainingFrame: Sendable {
  /// How a draw becomes noisy.
  public enum Noise: Sendable {
    /// Fresh noise of a camera each time, at a photon level that varies.
    case sensor(Sensor)
    /// A user's frame taken as clean: fresh noise whose variance is `readVariance + gain (value - floor)` in its own units.
    case added(AddedNoise)
    /// The noisy frame of a real pair, always the same.
    case recorded(AstroImage)
  }

  /// Noise for a frame whose camera is not known.
  public struct AddedNoise: Equatable, Sendable {
    /// The variance at `floor` and below, in squared image units.
    public var floorVariance: Float
    /// The variance that each unit above `floor` adds.
    public var slope: Float
    public var floor: Float
    /// The variance of the noise that the frame already has, in squared image units.
    public var ownVariance: Float

    public init(floorVariance: Float, slope: Float, floor: Float, ownVariance: Float) {
      self.floorVariance = floorVariance
      self.slope = slope
      self.floor = floor
      self.ownVariance = ownVariance
    }
  }

  /// Where a frame comes from, for who must know later what a network has met.
  public struct Origin: Equatable, Sendable {
    /// The piece of sky: what splits go by.
    public var target: String
    /// SHA-256 of the files that it was read from; none for a simulated sky.
    public var files: [String]
    public var sensor: String?
    public var filter: String?
    /// The kind of scene, such as `nebula`; `user` for a user's own frames.
    public var kind: String?

    public init(
      target: String, files: [String] = [], sensor: String? = nil, filter: String? = nil,
      kind: String? = nil
    ) {
      self.target = target
      self.files = files
      self.sensor = sensor
      self.filter = filter
      self.kind = kind
    }
  }

  public var name: String
  public var origin: Origin
  public var clean: AstroImage
  public var noise: Noise
  /// The planes of light that patches come from.
  public var planes: [Int]
  /// The median of each plane of ``planes``, in image units.
  let medians: [Float]
  /// The statistics of the recorded noisy planes; empty for fresh noise.
  let recordedStatistics: [FrameStatistics]

  /// - Parameter origin: The frame's name as its target where nothing else is known.
  public init(
    name: String, clean: AstroImage, noise: Noise, planes: [Int], origin: Origin? = nil
  ) {
    precondition(!planes.isEmpty, "\(name): a frame to learn from needs a plane of light")
    var (clean, noise) = (clean, noise)
    if case .recorded(var noisy) = noise {
      precondition(
        noisy.width == clean.width && noisy.height == clean.height
          && noisy.channels == clean.channels, "\(name): the pair is not on one grid")
      Self.shareMissingPixels(&clean, &noisy)
      noise = .recorded(noisy)
    }
    self.name = name
    self.origin = origin ?? Origin(target: name)
    self.clean = clean
    self.noise = noise
    self.planes = planes
    medians = planes.map { plane in
      var values = clean.planes[plane].filter(\.isFinite)
      return medianValue(&values) ?? 0
    }
    if case .recorded(let noisy) = noise {
      recordedStatistics = planes.map {
        FrameStatistics(measuring: noisy.planes[$0], width: noisy.width, height: noisy.height)
      }
    } else {
      recordedStatistics = []
    }
  }

  /// Makes a pixel that one side misses missing on both, so that no target belongs to another place's input.
  private static func shareMissingPixels(_ clean: inout AstroImage, _ noisy: inout AstroImage) {
    for plane in clean.planes.indices {
      for i in clean.planes[plane].indices
      where !(clean.planes[plane][i] + noisy.planes[plane][i]).isFinite {
        clean.planes[plane][i] = .nan
        noisy.planes[plane][i] = .nan
      }
    }
  }
}
