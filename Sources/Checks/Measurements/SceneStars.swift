import AstroImages
import Evaluation
import SkyMeasurement

/// The isolated stars of the catalogue that shapes and fluxes are measured on.
struct SceneStars: SceneMeasurement {
  let sources: [SourceCatalogue.Source]
  /// Isolated, unsaturated, seven FWHM and more from the frame's edge.
  let isolated: [Int]
  /// Isolated whatever their brightness, saturated ones included.
  let isolatedOrSaturated: [Int]
  /// Those of signal-to-noise 20 and more whose shape the truth shows, and that shape.
  let shapes: [(source: Int, moments: StarMoments)]

  init(scene: EvaluationScene, plane: Int) throws {
    guard let sources = scene.catalogue?.sources else {
      throw NotApplicable("no catalogue of stars")
    }
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let fwhm = scene.pointSpreadFWHM
    let margin = 7 * fwhm
    let right = Double(frames.clean.width - 1) - margin
    let bottom = Double(frames.clean.height - 1) - margin
    let inside = sources.indices.filter {
      let s = sources[$0]
      return s.isIsolated && s.x > margin && s.y > margin && s.x < right && s.y < bottom
    }
    let isolated = inside.filter { !sources[$0].isSaturated }
    self.sources = sources
    self.isolatedOrSaturated = inside
    self.isolated = isolated
    shapes = isolated.compactMap { i in
      guard sources[i].signalToNoise >= 20,
        let moments = StarMoments(in: frames.clean, x: sources[i].x, y: sources[i].y, fwhm: fwhm)
      else { return nil }
      return (i, moments)
    }
  }
}
