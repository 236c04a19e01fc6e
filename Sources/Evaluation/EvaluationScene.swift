public import AstroImages

/// Everything about a test frame that does not depend on the candidate: measured once, shared by all of them.
public final class EvaluationScene: Sendable {
  public let name: String
  /// The noise-free truth in the input's units; `nil` for a real frame without one.
  public let reference: AstroImage?
  public let noisy: AstroImage
  /// An independent second exposure of the same scene.
  public let secondNoisy: AstroImage?
  public let catalogue: SourceCatalogue?
  public let patches: FaintPatches?
  /// Full width at half maximum of the point spread function, in pixels.
  public let pointSpreadFWHM: Double
  /// The value that counts as full scale: the data range of linear figures.
  public let fullScale: Double
  /// The tile size of the candidate's inference where it is known.
  public let tileSize: Int?
  /// All measurements of a 16 Mpx plane fit; those of larger frames are made again where they are needed again.
  private let memory = MeasurementCache(capacity: 3 << 30)

  public init(
    name: String, reference: AstroImage?, noisy: AstroImage, secondNoisy: AstroImage? = nil,
    catalogue: SourceCatalogue? = nil, patches: FaintPatches? = nil, pointSpreadFWHM: Double = 3,
    fullScale: Double, tileSize: Int? = nil
  ) {
    self.name = name
    self.reference = reference
    self.noisy = noisy
    self.secondNoisy = secondNoisy
    self.catalogue = catalogue
    self.patches = patches
    self.pointSpreadFWHM = pointSpreadFWHM
    self.fullScale = fullScale
    self.tileSize = tileSize
  }

  /// Whether an output, or another exposure, has the scene's size and planes.
  package func isOnGrid(_ image: AstroImage) -> Bool {
    image.width == noisy.width && image.height == noisy.height && image.channels == noisy.channels
  }

  /// A measurement of one plane of the scene, made once for all who ask while it is remembered.
  public func measurement<M: SceneMeasurement>(_ kind: M.Type, plane: Int = 0) throws -> M {
    try memory.value(kind, plane: plane) { try M(scene: self, plane: plane) }
  }
}

/// One candidate's output on one scene, with the measurements that checks share.
public final class Sample: Sendable {
  public let scene: EvaluationScene
  public let denoised: AstroImage
  /// What made the output, for checks that run it again; `nil` where only the output is known.
  public let denoiser: (@Sendable (AstroImage) throws -> AstroImage)?
  private let memory = MeasurementCache(capacity: 3 << 29)

  /// `denoised` has the scene's size and planes.
  public init(
    scene: EvaluationScene, denoised: AstroImage,
    denoiser: (@Sendable (AstroImage) throws -> AstroImage)? = nil
  ) {
    precondition(
      scene.isOnGrid(denoised), "\(scene.name): the output is not on the input's grid")
    self.scene = scene
    self.denoised = denoised
    self.denoiser = denoiser
  }

  /// A measurement of one plane of the output, made once for all who ask while it is remembered.
  public func measurement<M: SampleMeasurement>(_ kind: M.Type, plane: Int = 0) throws -> M {
    try memory.value(kind, plane: plane) { try M(sample: self, plane: plane) }
  }
}

/// What several checks share.
public protocol Measurement: Sendable {
  /// The bytes of what it keeps for every pixel; 0, the default, where it keeps a few numbers or one for each star.
  var byteCount: Int { get }
}

extension Measurement {
  public var byteCount: Int { 0 }
}

/// An expensive fact about a scene that several checks share, such as its noise model or its stars.
public protocol SceneMeasurement: Measurement {
  init(scene: EvaluationScene, plane: Int) throws
}

/// An expensive fact about an output that several checks share, such as its detections or its spectrum.
public protocol SampleMeasurement: Measurement {
  init(sample: Sample, plane: Int) throws
}
