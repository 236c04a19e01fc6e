import Evaluation
import SkyMeasurement

/// The input's noise, pixel by pixel, and the sky under the scene.
struct SceneNoise: SceneMeasurement {
  let model: NoiseModel
  let sigma: Plane
  /// SExtractor's background of the truth in 32-pixel cells.
  let background: Plane
  /// The 10th percentile of the background.
  let skyLevel: Double
  /// The median noise over the darker half of the background.
  let skySigma: Double

  var byteCount: Int { sigma.byteCount + background.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    guard
      let model = NoiseModel(truth: frames.clean, noisy: frames.noisy, fullScale: scene.fullScale)
    else { throw NotApplicable("the input has no noise: it equals the reference") }
    var sigma = model.variance(of: frames.clean)
    for i in 0..<sigma.count { sigma.values[i] = sigma.values[i].squareRoot() }
    let background = try BackgroundMesh(of: frames.clean, cell: 32).level
    let middle = OrderStatistics.median(background.values)
    var dark: [Double] = []
    for i in 0..<sigma.count where background.values[i] <= middle { dark.append(sigma.values[i]) }
    self.model = model
    self.sigma = sigma
    self.background = background
    skyLevel = OrderStatistics.quantile(0.1, of: background.values)
    skySigma = OrderStatistics.median(dark)
    guard skySigma > 0 else { throw NotApplicable("the input has no noise on its sky") }
  }
}
