import AstroImages
import Checks
import Evaluation
import SkyMeasurement
import Testing

@Suite("Colour frames")
struct ColourTests {
  /// A starfield in three colours: the blue plane holds 80 % of the light, the red 120 %.
  private func colour(_ image: AstroImage, sky: Float = 2100) -> AstroImage {
    let gains: [Float] = [1.2, 1, 0.8]
    return AstroImage(
      width: image.width, height: image.height,
      planes: gains.map { gain in image.planes[0].map { sky + gain * ($0 - sky) } })
  }

  private func scene(_ name: String = "starfield") throws -> (
    scene: EvaluationScene, good: AstroImage
  ) {
    let mono = try ReferenceScene.named(name).scene
    let reference = try #require(mono.reference)
    let scene = EvaluationScene(
      name: "colour", reference: colour(reference), noisy: colour(mono.noisy),
      catalogue: mono.catalogue, pointSpreadFWHM: mono.pointSpreadFWHM, fullScale: 65535)
    return (scene, colour(try ReferenceVices.output("good", mono)))
  }

  private func outcomes(_ output: AstroImage, _ scene: EvaluationScene) -> [String: CheckOutcome] {
    Dictionary(
      uniqueKeysWithValues: Runner.rows(denoised: output, scene: scene, checks: Checks.all).map {
        ($0.check, $0.outcome)
      })
  }

  @Test("a 3 % gain on one plane is a colour shift of 32 mmag")
  func shift() throws {
    let (scene, good) = try scene()
    var tinted = good
    for i in tinted.planes[0].indices {
      tinted.planes[0][i] = 2100 + 1.03 * (tinted.planes[0][i] - 2100)
    }
    let before = try #require(outcomes(good, scene)["colour-shift"]?.value("red-blue"))
    let after = try #require(outcomes(tinted, scene)["colour-shift"]?.value("red-blue"))
    // Brighter is a smaller magnitude: 2.5 log10(1.03) = 32.1 mmag, linearised 32.6.
    #expect(abs(after - before + 32.6) < 1)
  }

  @Test("planes drawn half way to grey keep half of the nebula's colour")
  func chroma() throws {
    let (scene, good) = try scene("nebula")
    var grey = good
    for i in grey.planes[0].indices {
      let mean = (grey.planes[0][i] + grey.planes[1][i] + grey.planes[2][i]) / 3
      for k in 0..<3 { grey.planes[k][i] = 0.5 * (grey.planes[k][i] + mean) }
    }
    let honest = try #require(outcomes(good, scene)["chroma-retention"]?.value())
    let muted = try #require(outcomes(grey, scene)["chroma-retention"]?.value())
    // Inpainted stars are the same in truth and output, so that some colour leaks from them into the band.
    #expect(abs(honest - 1) < 0.1)
    #expect(muted / honest > 0.45 && muted / honest < 0.65)
  }

  @Test("fidelity is the mean of the planes, the rest the worst plane")
  func planes() throws {
    let (scene, good) = try scene()
    var spoilt = good
    for i in spoilt.planes[2].indices { spoilt.planes[2][i] += 40 }
    let found = outcomes(spoilt, scene)
    let ssim = try #require(found["ssim-display"])
    let planes = try ["R", "G", "B"].map { try #require(ssim.value("plane \($0)")) }
    #expect(abs(try #require(ssim.value()) - planes.reduce(0, +) / 3) < 1e-12)
    let offset = try #require(found["background-offset"])
    #expect(offset.value() == offset.value("plane B"))
    #expect(try #require(offset.value()) > 0.3)
  }

  @Test("an alpha plane is not light")
  func alpha() throws {
    let mono = try ReferenceScene.named("starfield").scene
    let reference = try #require(mono.reference)
    func withAlpha(_ image: AstroImage) -> AstroImage {
      AstroImage(
        width: image.width, height: image.height,
        planes: [image.planes[0], [Float](repeating: 1, count: image.pixelCount)],
        channelNames: ["L", "A"])
    }
    let scene = EvaluationScene(
      name: "alpha", reference: withAlpha(reference), noisy: withAlpha(mono.noisy),
      catalogue: mono.catalogue, pointSpreadFWHM: 3.2, fullScale: 65535)
    let output = withAlpha(try ReferenceVices.output("good", mono))
    let plain = try ReferenceScene.named("starfield").outcomes("good")
    for (id, outcome) in outcomes(output, scene) { #expect(outcome.value() == plain[id]?.value()) }
  }

  @Test("a mono frame has no colour to judge")
  func mono() throws {
    let outcomes = try ReferenceScene.named("starfield").outcomes("good")
    for id in ["colour-shift", "chroma-retention"] {
      #expect(outcomes[id] == .notApplicable(reason: "the frame has no colour"))
    }
  }
}
