import AstroImages
import Evaluation
import SkyMeasurement

/// The catalogue's stars, and which of them the detector finds in the truth and in the input.
struct SceneDetections: SceneMeasurement {
  let detector: LoweredGaussian
  /// The noise of a detection's amplitude on sky, in image units: thresholds are multiples of it.
  let sigma: Double
  let sources: [SourceCatalogue.Source]
  let places: [SIMD2<Double>]
  let brightestFirst: [Int]
  let matchRadius: Double
  /// Peaks of the truth above two sigma.
  let clean: [Detection]
  /// Peaks of the input above three sigma.
  let noisy: [Detection]
  /// Whether each source is found, at four sigma.
  let isFoundInClean: [Bool]
  let isFoundInNoisy: [Bool]

  init(scene: EvaluationScene, plane: Int) throws {
    guard let sources = scene.catalogue?.sources else {
      throw NotApplicable("no catalogue of stars")
    }
    guard !sources.isEmpty else { throw NotApplicable("the catalogue has no stars") }
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    let fwhm = scene.pointSpreadFWHM
    let detector = LoweredGaussian(fwhm: fwhm)
    let sigma = noise.skySigma * detector.relativeError
    let places = sources.map { SIMD2($0.x, $0.y) }
    let order = sources.indices.sorted {
      (sources[$1].flux, $0) < (sources[$0].flux, $1)
    }
    let radius = max(1.5, 0.6 * fwhm)
    let clean = detector.detections(in: frames.clean, above: 2 * sigma)
    let noisy = detector.detections(in: frames.noisy, above: 3 * sigma)
    func found(_ detections: [Detection]) -> [Bool] {
      Self.match(places, order, detections.filter { $0.amplitude > 4 * sigma }, radius)
    }
    self.detector = detector
    self.sigma = sigma
    self.sources = sources
    self.places = places
    self.brightestFirst = order
    self.matchRadius = radius
    self.clean = clean
    self.noisy = noisy
    isFoundInClean = found(clean)
    isFoundInNoisy = found(noisy)
  }

  /// Which sources have a detection of their own among these.
  func matched(_ detections: [Detection]) -> [Bool] {
    Self.match(places, brightestFirst, detections, matchRadius)
  }

  private static func match(
    _ places: [SIMD2<Double>], _ order: [Int], _ detections: [Detection], _ radius: Double
  ) -> [Bool] {
    PointIndex(detections.map { SIMD2($0.x, $0.y) }, reach: radius)
      .match(places, brightestFirst: order, within: radius).map { $0 != nil }
  }
}
