import AstroImages
import Checks
import Evaluation
import Foundation
import Testing

@Suite("Checks on frames that are not as expected")
struct RobustnessTests {
  /// A scene cut to a corner, every value multiplied.
  private func scaled(_ scene: EvaluationScene, by factor: Float) -> EvaluationScene {
    func scale(_ image: AstroImage) -> AstroImage {
      AstroImage(
        width: image.width, height: image.height,
        planes: image.planes.map { $0.map { $0 * factor } })
    }
    let sources = scene.catalogue?.sources.map { source in
      var copy = source
      copy.flux *= Double(factor)
      return copy
    }
    return EvaluationScene(
      name: scene.name, reference: scene.reference.map(scale), noisy: scale(scene.noisy),
      catalogue: sources.map { SourceCatalogue($0) }, patches: scene.patches,
      pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale * Double(factor))
  }

  /// 2^-33 is about 1e-10, and multiplies floats exactly: only the sums' last bits and SEP's single precision differ.
  @Test(
    "figures do not depend on the unit of the image", arguments: ["starfield", "nebula", "doubles"])
  func scaleInvariance(_ name: String) throws {
    let reference = try ReferenceScene.named(name)
    let output = try ReferenceVices.output("blur", reference.scene)
    let factor: Float = 1 / 8_589_934_592
    let small = AstroImage(
      width: output.width, height: output.height,
      planes: output.planes.map { $0.map { $0 * factor } })
    let before = Runner.rows(denoised: output, scene: reference.scene, checks: Checks.all)
    let after = Runner.rows(
      denoised: small, scene: scaled(reference.scene, by: factor), checks: Checks.all)
    for (a, b) in zip(before, after) {
      switch (a.outcome, b.outcome) {
      case (.measured(let x), .measured(let y)):
        #expect(
          abs(x.value - y.value) <= 1e-4 * max(abs(x.value), 0.01),
          "\(a.check): \(x.value), \(y.value)")
      case (.notApplicable(let x), .notApplicable(let y)): #expect(x == y)
      default: Issue.record("\(a.check): \(a.outcome), scaled \(b.outcome)")
      }
    }
  }

  @Test(
    "frames from 8 x 8 up are measured or not applicable, never failed",
    arguments: [8, 11, 16, 31, 33, 64, 97])
  func smallFrames(_ side: Int) throws {
    let full = try ReferenceScene.named("starfield").scene
    func crop(_ image: AstroImage) -> AstroImage {
      let rows = (0..<side).flatMap { y in
        image.planes[0][(y * image.width)..<(y * image.width + side)]
      }
      return AstroImage(width: side, height: side, planes: [rows])
    }
    let limit = Double(side)
    let sources = full.catalogue?.sources.filter { $0.x < limit && $0.y < limit } ?? []
    let reference = try #require(full.reference)
    let scene = EvaluationScene(
      name: "corner", reference: crop(reference), noisy: crop(full.noisy),
      catalogue: SourceCatalogue(sources), pointSpreadFWHM: 3.2, fullScale: 65535)
    for output in [crop(full.noisy), crop(reference)] {
      for row in Runner.rows(denoised: output, scene: scene, checks: Checks.all) {
        #expect(!row.outcome.isFailure, "\(side) px, \(row.check): \(row.outcome)")
      }
    }
  }

  @Test("a perfect output passes or says why there is no number")
  func perfect() throws {
    let scene = try ReferenceScene.named("starfield").scene
    let output = try #require(scene.reference)
    let outcomes = Dictionary(
      uniqueKeysWithValues: Runner.rows(denoised: output, scene: scene, checks: Checks.all).map {
        ($0.check, $0.outcome)
      })
    for id in ["psnr-linear", "psnr-display"] {
      guard case .notApplicable(let reason)? = outcomes[id] else {
        Issue.record("\(id) of equal frames")
        continue
      }
      #expect(reason.contains("infinite"))
    }
    #expect(outcomes["ssim-display"]?.value() == 1)
    #expect(outcomes["rmse-ratio"]?.value() == 0)
    for id in [
      "noise-reduction", "fwhm-drift", "ellipticity-drift", "centroid-shift", "photometric-bias",
      "flux-gain", "false-stars", "spurious-companions", "dark-halo", "tile-seam", "checkerboard",
      "large-scale", "background-offset", "star-loss",
    ] {
      #expect(abs(try #require(outcomes[id]?.value(), "\(id)")) < 1e-9, "\(id)")
    }
    #expect(outcomes["edge-band"]?.value() == 1)
  }

  @Test("without a reference every check that needs one says so")
  func noReference() throws {
    let scene = try ReferenceScene.named("granulation").scene
    let bare = EvaluationScene(
      name: "bare", reference: nil, noisy: scene.noisy, secondNoisy: scene.secondNoisy,
      fullScale: 65535)
    for row in Runner.rows(denoised: scene.noisy, scene: bare, checks: Checks.all) {
      if row.check == "noise2noise-rmse" {
        #expect(row.outcome.value() != nil)
      } else if case .notApplicable = row.outcome {
      } else {
        Issue.record("\(row.check): \(row.outcome)")
      }
    }
  }

  @Test("equal input and reference, constant frames and lost frames fail nothing")
  func degenerate() throws {
    let flat = AstroImage(width: 96, height: 96, planes: [[Float](repeating: 5, count: 96 * 96)])
    let lost = AstroImage(width: 96, height: 96, planes: [[Float](repeating: .nan, count: 96 * 96)])
    let ramp = AstroImage(width: 96, height: 96, planes: [(0..<(96 * 96)).map { Float($0 % 97) }])
    for reference in [flat, lost, ramp] {
      for noisy in [flat, lost, ramp] {
        let scene = EvaluationScene(
          name: "degenerate", reference: reference, noisy: noisy,
          catalogue: SourceCatalogue([
            .init(id: 0, x: 48, y: 48, flux: 10, magnitude: 22, fwhm: 3, signalToNoise: 30)
          ]), fullScale: 100)
        for output in [flat, lost, ramp] {
          for row in Runner.rows(denoised: output, scene: scene, checks: Checks.all) {
            #expect(!row.outcome.isFailure, "\(row.check): \(row.outcome)")
          }
        }
      }
    }
  }

  @Test("an output of another size is a failed row with both sizes in it")
  func otherGrid() throws {
    let scene = try ReferenceScene.named("granulation").scene
    let small = AstroImage(width: 8, height: 8, planes: [[Float](repeating: 1, count: 64)])
    let rows = Runner.rows(denoised: small, scene: scene, checks: Checks.all)
    #expect(rows.count == Checks.all.count)
    #expect(rows.allSatisfy { $0.outcome.isFailure })
    #expect("\(rows[0].outcome)".contains("8 x 8"))
  }

  @Test("missing pixels are filled, masked and do not move the figures by much")
  func missingPixels() throws {
    let reference = try ReferenceScene.named("starfield")
    var noisy = reference.scene.noisy
    for i in stride(from: 5, to: noisy.pixelCount, by: 9973) { noisy.planes[0][i] = .nan }
    let scene = EvaluationScene(
      name: "holes", reference: reference.scene.reference, noisy: noisy,
      catalogue: reference.scene.catalogue, pointSpreadFWHM: 3.2, fullScale: 65535)
    let output = try ReferenceVices.output("good", reference.scene)
    let rows = Runner.rows(denoised: output, scene: scene, checks: Checks.all)
    let before = try reference.outcomes("good")
    for row in rows where ["noise-reduction", "rmse-ratio", "ssim-display"].contains(row.check) {
      let (a, b) = (try #require(row.outcome.value()), try #require(before[row.check]?.value()))
      #expect(abs(a - b) < 0.01, "\(row.check)")
    }
    #expect(rows.allSatisfy { !$0.outcome.isFailure })
  }

  @Test("two runs and two threads give the same bits")
  func determinism() async throws {
    let reference = try ReferenceScene.named("nebula")
    let output = try ReferenceVices.output("blur", reference.scene)
    func fresh() -> EvaluationScene {
      let s = reference.scene
      return EvaluationScene(
        name: s.name, reference: s.reference, noisy: s.noisy, catalogue: s.catalogue,
        patches: s.patches, pointSpreadFWHM: s.pointSpreadFWHM, fullScale: s.fullScale)
    }
    let alone = Runner.rows(denoised: output, scene: fresh(), checks: Checks.all).map(\.outcome)
    let shared = fresh()
    let together = await withTaskGroup(of: [CheckOutcome].self) { group in
      for _ in 0..<2 {
        group.addTask {
          Runner.rows(denoised: output, scene: shared, checks: Checks.all).map(\.outcome)
        }
      }
      return await group.reduce(into: [[CheckOutcome]]()) { $0.append($1) }
    }
    for rows in together { #expect(rows == alone) }
  }
}
