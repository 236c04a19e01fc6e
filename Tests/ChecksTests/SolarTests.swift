import AstroImages
import Checks
import Evaluation
import Foundation
import Skies
import Testing

@Suite("Solar checks")
struct SolarTests {
  private static let granulation = Result { try scene("granulation") }
  private static let limb = Result { try scene("prominence") }

  private static func scene(_ kind: String) throws -> EvaluationScene {
    let made = try SkySimulator.scene(
      kind: kind, width: 384, height: 384, sensor: .asi533g100, seed: 77)
    return EvaluationScene(
      name: kind, reference: made.reference, noisy: made.expose(index: 0),
      catalogue: made.catalogue, pointSpreadFWHM: made.pointSpreadFWHM, fullScale: made.fullScale)
  }

  private func outcome(_ id: String, _ scene: EvaluationScene, _ output: AstroImage) throws
    -> CheckOutcome
  {
    Runner.outcome(of: try #require(Checks.named(id)), on: Sample(scene: scene, denoised: output))
  }

  private func value(_ id: String, _ scene: EvaluationScene, _ output: AstroImage) throws -> Double
  {
    guard case .measured(let finding) = try outcome(id, scene, output) else {
      Issue.record("\(id): \(try outcome(id, scene, output))")
      return .nan
    }
    return finding.value
  }

  /// Truth plus a part of the noise.
  private func honest(_ scene: EvaluationScene, _ share: Float) throws -> AstroImage {
    var image = try #require(scene.reference)
    for i in image.planes[0].indices {
      image.planes[0][i] += share * (scene.noisy.planes[0][i] - image.planes[0][i])
    }
    return image
  }

  private func blurred(_ image: AstroImage, _ sigma: Double) -> AstroImage {
    var field = Field(width: image.width, height: image.height)
    field.values = image.planes[0].map(Double.init)
    var result = image
    result.planes = [field.gaussianBlurred(sigma: sigma).values.map { Float($0) }]
    return result
  }

  @Test("honest outputs and the untouched input keep granules, limb and prominences")
  func innocents() throws {
    let (surface, limb) = (try Self.granulation.get(), try Self.limb.get())
    for share in [Float(0), 0.25, 1] {
      #expect(abs(try value("granulation-contrast", surface, honest(surface, share)) - 1) < 0.02)
      #expect(abs(try value("granulation-power", surface, honest(surface, share)) - 1) < 0.06)
      #expect(abs(try value("limb-profile", limb, honest(limb, share))) < 2)
      #expect(abs(try value("prominence-detail", limb, honest(limb, share)) - 1) < 0.05)
    }
  }

  @Test("blur shows in every solar check, more blur shows more")
  func blur() throws {
    let (surface, limb) = (try Self.granulation.get(), try Self.limb.get())
    func figures(_ sigma: Double) throws -> [Double] {
      let a = blurred(try honest(surface, 0.25), sigma)
      let b = blurred(try honest(limb, 0.25), sigma)
      return [
        1 - (try value("granulation-contrast", surface, a)),
        1 - (try value("granulation-power", surface, a)), try value("limb-profile", limb, b),
        1 - (try value("prominence-detail", limb, b)),
      ]
    }
    let (weak, strong) = (try figures(0.8), try figures(1.6))
    #expect(weak[0] > 0.02 && weak[1] > 0.1 && weak[2] > 5 && weak[3] > 0.03, "\(weak)")
    for (a, b) in zip(weak, strong) { #expect(b > 1.5 * a) }
  }

  @Test("texture removed, invented grain and a moved limb are seen")
  func vices() throws {
    let (surface, limb) = (try Self.granulation.get(), try Self.limb.get())
    let clean = try honest(surface, 0.1)
    let smooth = blurred(clean, 10)
    var flat = clean
    var grain = clean
    for i in flat.planes[0].indices {
      flat.planes[0][i] = smooth.planes[0][i] + 0.7 * (clean.planes[0][i] - smooth.planes[0][i])
      grain.planes[0][i] += 0.3 * (clean.planes[0][i] - smooth.planes[0][i])
    }
    #expect(try value("granulation-contrast", surface, flat) < 0.8)
    #expect(try value("granulation-power", surface, grain) > 1.2)
    var moved = try honest(limb, 0.1)
    let width = moved.width
    moved.planes[0] = Array(moved.planes[0][width...]) + Array(moved.planes[0].suffix(width))
    guard case .measured(let finding) = try outcome("limb-profile", limb, moved) else {
      Issue.record("the limb was not measured")
      return
    }
    let shift = try #require(finding.parts.first { $0.name == "limb moved outwards" })
    #expect(abs(shift.value - 1) < 0.1, "\(shift.value)")
  }

  @Test("night skies and the other solar scene are not applicable, with a reason")
  func elsewhere() throws {
    for kind in ["starfield", "nebula", "galaxies", "doubles", "flat"] {
      let scene = try Self.scene(kind)
      for id in ["granulation-contrast", "granulation-power", "limb-profile", "prominence-detail"] {
        guard case .notApplicable(let reason) = try outcome(id, scene, scene.noisy) else {
          Issue.record("\(id) answered on \(kind)")
          continue
        }
        #expect(!reason.isEmpty)
      }
    }
    let (surface, limb) = (try Self.granulation.get(), try Self.limb.get())
    for (id, scene) in [
      ("limb-profile", surface), ("prominence-detail", surface), ("granulation-contrast", limb),
      ("granulation-power", limb),
    ] {
      guard case .notApplicable = try outcome(id, scene, scene.noisy) else {
        Issue.record("\(id) answered on \(scene.name)")
        continue
      }
    }
  }
}
