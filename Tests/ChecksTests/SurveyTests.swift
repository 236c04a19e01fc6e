import AstroImages
import Checks
import Evaluation
import Testing

@Suite("A scene without a catalogue")
struct SurveyTests {
  @Test("the stars' width and the stars are found on the reference")
  func starfield() throws {
    let known = try ReferenceScene.named("starfield").scene
    let scene = try EvaluationScene.surveyed(
      name: "survey", reference: known.reference, noisy: known.noisy, fullScale: 65535)
    // Moffat stars of 3.2 px through a pixel: windowed moments read up to a sixth wide.
    #expect(scene.pointSpreadFWHM > 3.1 && scene.pointSpreadFWHM < 3.8)
    let found = try #require(scene.catalogue?.sources)
    let bright = try #require(
      known.catalogue?.sources.filter { source in
        source.signalToNoise > 15 && source.x > 8 && source.y > 8 && source.x < 343
          && source.y < 343
      })
    let matched = bright.filter { star in
      found.contains { abs($0.x - star.x) < 1 && abs($0.y - star.y) < 1 }
    }
    #expect(Double(matched.count) > 0.9 * Double(bright.count))
    // Signal-to-noise ratios of matched stars are those of the catalogue to a quarter.
    let ratios = bright.compactMap { star in
      found.first { abs($0.x - star.x) < 0.5 && abs($0.y - star.y) < 0.5 }
        .map { $0.signalToNoise / star.signalToNoise }
    }.sorted()
    #expect(abs(ratios[ratios.count / 2] - 1) < 0.25)
    let output = try ReferenceVices.output("eaten", known)
    for id in ["star-loss", "fwhm-drift", "false-stars"] {
      let check = try #require(Checks.named(id))
      let outcome = Runner.outcome(of: check, on: Sample(scene: scene, denoised: output))
      #expect(outcome.value() != nil, "\(id): \(outcome)")
    }
  }

  @Test("granules are no stars")
  func granulation() throws {
    let known = try ReferenceScene.named("granulation").scene
    let scene = try EvaluationScene.surveyed(
      name: "survey", reference: known.reference, noisy: known.noisy, fullScale: 65535)
    #expect(scene.catalogue == nil)
    #expect(scene.pointSpreadFWHM == 3)
  }

  @Test("a stated width and a given catalogue are kept")
  func stated() throws {
    let known = try ReferenceScene.named("starfield").scene
    let scene = try EvaluationScene.surveyed(
      name: "survey", reference: known.reference, noisy: known.noisy, catalogue: known.catalogue,
      fullScale: 65535)
    #expect(scene.catalogue == known.catalogue)
    #expect(scene.pointSpreadFWHM == 3.2)
    let other = try EvaluationScene.surveyed(
      name: "survey", reference: known.reference, noisy: known.noisy, pointSpreadFWHM: 2.5,
      fullScale: 65535)
    #expect(other.pointSpreadFWHM == 2.5)
    #expect(other.catalogue != nil)
  }
}
