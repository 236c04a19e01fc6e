package import Evaluation
internal import SkyMeasurement

/// What the checks take every pixel of a frame for, by the masks that `noise-reduction` measures with.
package struct PixelKinds: Sendable {
  /// Bits of ``CropPixels/Masks/Kind``, one byte a pixel, in rows.
  package let bits: [UInt8]

  /// Throws ``NotApplicable`` where the scene has no reference, or no noise.
  package init(_ scene: EvaluationScene, plane: Int) throws {
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    func bit(_ kind: CropPixels.Masks.Kind, _ isOne: Bool) -> UInt8 { isOne ? kind.rawValue : 0 }
    bits = frames.clean.values.indices.map { i in
      let isMissing = frames.missing.values[i]
      let isSaturated = !isMissing && SceneMasks.isSaturated(frames.clean.values[i], in: scene)
      return bit(.missing, isMissing) | bit(.saturated, isSaturated)
        | bit(.star, masks.stars.values[i] && !isMissing && !isSaturated)
        | bit(.sky, masks.background.values[i])
    }
  }
}
