import AstroImages
import Checks
import Evaluation
import Skies
import Testing
import Vices

/// A simulated sky whose checks can be asked for single figures.
struct JudgedSky {
  let piece: Workpiece

  /// 512 px through a full-frame camera, deterministic.
  ///
  /// - Parameter gradient: by how much the sky rises from the left to the right, in its own noise.
  init(_ kind: String, gradient: Float = 0) throws {
    let scene = try SkySimulator.scene(
      kind: kind, width: 512, height: 512, sensor: Sensor.named("asi2600mm_g0"), seed: 21)
    func piece(_ reference: AstroImage, _ noisy: AstroImage) throws -> Workpiece {
      try #require(
        Workpiece(
          EvaluationScene(
            name: "sky", reference: reference, noisy: noisy, catalogue: scene.catalogue,
            pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale)))
    }
    var (reference, noisy) = (scene.reference, scene.expose(index: 0))
    let even = try piece(reference, noisy)
    guard gradient != 0 else {
      self.piece = even
      return
    }
    for plane in reference.planes.indices {
      for i in reference.planes[plane].indices {
        let rise = gradient * even.sky[plane].noise * Float(i % reference.width) / 512
        reference.planes[plane][i] += rise
        noisy.planes[plane][i] += rise
      }
    }
    self.piece = try piece(reference, noisy)
  }

  /// A check's headline for an output, or one of its parts; `nil` where the part is not there.
  func figure(_ check: String, _ output: AstroImage, part: String? = nil) throws -> Double? {
    let finding = try finding(check, output)
    guard let part else { return finding.value }
    return finding.parts.first { $0.name == part }?.value
  }

  /// What a check makes of an output.
  func finding(_ check: String, _ output: AstroImage) throws -> Finding {
    let rows = Runner.rows(
      denoised: output, scene: piece.scene,
      checks: Checks.all.filter { $0.metadata.id == check })
    guard case .measured(let finding) = try #require(rows.first).outcome else {
      throw Missing(check: check)
    }
    return finding
  }

  private struct Missing: Error { let check: String }
}
