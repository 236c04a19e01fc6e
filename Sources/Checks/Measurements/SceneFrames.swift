import AstroImages
import Evaluation
import SkyMeasurement

/// The truth and the input of one plane in double precision.
///
/// Pixels that either file lacks (NaN, infinity) are given the truth's median in both and are masked everywhere.
struct SceneFrames: SceneMeasurement {
  let clean: Plane
  let noisy: Plane
  /// Pixels that the truth or the input lacks.
  let missing: Mask

  var byteCount: Int { clean.byteCount + noisy.byteCount + missing.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    guard let reference = scene.reference else { throw NotApplicable("no clean reference") }
    guard reference.width == scene.noisy.width, reference.height == scene.noisy.height,
      plane < reference.channels
    else { throw NotApplicable("the reference is not on the input's grid") }
    var clean = Plane(
      width: reference.width, height: reference.height, values: reference.planes[plane])
    var noisy = Plane(
      width: reference.width, height: reference.height, values: scene.noisy.planes[plane])
    var missing = Mask(width: clean.width, height: clean.height)
    for i in 0..<clean.count where !(clean.values[i].isFinite && noisy.values[i].isFinite) {
      missing.values[i] = true
    }
    if missing.values.contains(true) {
      let present = clean.selected(by: (!missing).values)
      guard !present.isEmpty else { throw NotApplicable("no pixel has both truth and input") }
      let level = OrderStatistics.median(present)
      for i in 0..<clean.count where missing.values[i] {
        clean.values[i] = level
        noisy.values[i] = level
      }
    }
    self.clean = clean
    self.noisy = noisy
    self.missing = missing
  }
}
