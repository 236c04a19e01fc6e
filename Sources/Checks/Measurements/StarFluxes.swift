import AstroImages
import Evaluation
import SkyMeasurement

/// Aperture fluxes of the isolated stars in the truth, and how far the input is off.
struct SceneFluxes: SceneMeasurement {
  let sources: [Int]
  let places: [SIMD2<Double>]
  let signalToNoise: [Double]
  let truth: [Double]
  /// Flux of input minus truth, relative to the truth.
  let inputError: [Double]

  init(scene: EvaluationScene, plane: Int) throws {
    let stars = try scene.measurement(SceneStars.self, plane: plane)
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let fwhm = scene.pointSpreadFWHM
    let bright = stars.isolated.filter { stars.sources[$0].signalToNoise >= 5 }
    let everywhere = bright.map { SIMD2(stars.sources[$0].x, stars.sources[$0].y) }
    let fluxes = try AperturePhotometry.fluxes(in: frames.clean, at: everywhere, fwhm: fwhm)
    let errors = try AperturePhotometry.fluxes(
      in: frames.noisy - frames.clean, at: everywhere, fwhm: fwhm)
    // A source whose aperture holds no light in the truth has no relative error.
    let lit = bright.indices.filter { fluxes[$0] != 0 }
    sources = lit.map { bright[$0] }
    places = lit.map { everywhere[$0] }
    signalToNoise = lit.map { stars.sources[bright[$0]].signalToNoise }
    truth = lit.map { fluxes[$0] }
    inputError = lit.map { errors[$0] / fluxes[$0] }
  }
}

/// Relative flux errors of the isolated stars in the output.
struct StarFluxes: SampleMeasurement {
  let error: [Double]

  init(sample: Sample, plane: Int) throws {
    let scene = try sample.scene.measurement(SceneFluxes.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let fluxes = try AperturePhotometry.fluxes(
      in: output.residual, at: scene.places, fwhm: sample.scene.pointSpreadFWHM)
    error = scene.truth.indices.map { fluxes[$0] / scene.truth[$0] }
  }

  /// The errors of one range of signal-to-noise.
  func error(in bin: SignalBin, _ scene: SceneFluxes) -> [Double] {
    error.indices.filter { bin.contains(scene.signalToNoise[$0]) }.map { error[$0] }
  }

  /// Millimagnitudes a unit of relative flux: `2500 / ln 10`.
  static let millimagnitudes = 1085.74
}
