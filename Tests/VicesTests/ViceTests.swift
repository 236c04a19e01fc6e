import AstroImages
import Evaluation
import Skies
import Testing
import Vices

@Suite("Vices")
struct VicesTests {
  private func workpiece() throws -> Workpiece {
    let scene = try SkySimulator.scene(kind: "starfield", width: 160, height: 160, seed: 4)
    return try #require(
      Workpiece(
        EvaluationScene(
          name: "sky", reference: scene.reference, noisy: scene.expose(index: 0),
          catalogue: scene.catalogue, pointSpreadFWHM: scene.pointSpreadFWHM,
          fullScale: scene.fullScale)))
  }

  @Test("are named once each, and differ from the honest output on the same grid")
  func all() throws {
    #expect(Set(Vices.all.map { $0.id }).count == Vices.all.count)
    let piece = try workpiece()
    for vice in Vices.all {
      let output = vice.init().output(on: piece)
      #expect(output.width == 160 && output.height == 160 && output.channels == 1)
      #expect((output != piece.honest) || !vice.init().applies(to: piece), "\(vice.id)")
      // The same every time, NaN of the holes aside.
      let again = vice.init().output(on: piece)
      #expect(
        zip(output.planes[0], again.planes[0]).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    }
  }

  @Test("the honest output keeps a quarter of the noise, and the sky is measured")
  func honest() throws {
    let piece = try workpiece()
    let before = piece.scene.noisy.planes[0][77] - piece.truth.planes[0][77]
    let after = piece.honest.planes[0][77] - piece.truth.planes[0][77]
    #expect(abs(after - 0.25 * before) <= 0.01 * abs(before) + 0.01)
    #expect(piece.sky[0].noise > 1 && piece.sky[0].level > 1)
  }

  @Test("innocents take pixels without noise, at the sky's own level and at zero")
  func noiseless() throws {
    let scene = try SkySimulator.scene(kind: "starfield", width: 160, height: 160, seed: 4)
    var (truth, noisy) = (scene.reference, scene.expose(index: 0))
    truth.planes[0][500] = 0
    let level = truth.planes[0].sorted()[truth.planes[0].count / 2]
    for i in truth.planes[0].indices where truth.planes[0][i] == level || i == 500 {
      noisy.planes[0][i] = truth.planes[0][i]
    }
    let piece = try #require(
      Workpiece(
        EvaluationScene(
          name: "sky", reference: truth, noisy: noisy, catalogue: scene.catalogue,
          pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale)))
    let own = piece.sky[0].level
    #expect(own == level && piece.honest.planes[0].contains(level))
    for innocent in Innocents.all {
      let output = innocent.output(piece)
      #expect(output.planes[0].allSatisfy { $0.isFinite }, "\(innocent.id)")
    }
  }

  @Test("a scene without a truth gives nothing to work on")
  func noTruth() {
    let image = AstroImage(width: 8, height: 8, planes: [[Float](repeating: 1, count: 64)])
    #expect(
      Workpiece(EvaluationScene(name: "x", reference: nil, noisy: image, fullScale: 1)) == nil)
  }
}
