import Checks
import Evaluation
import Testing

@Suite("Checks on several threads")
struct ThreadsTests {
  @Test("say the same as on one", arguments: ["starfield", "nebula", "doubles"])
  func sameRows(_ name: String) throws {
    let reference = try ReferenceScene.named(name)
    let output = try ReferenceVices.output("blur", reference.scene)
    /// A scene whose measurements nobody has made yet.
    func scene() -> EvaluationScene {
      let scene = reference.scene
      return EvaluationScene(
        name: scene.name, reference: scene.reference, noisy: scene.noisy,
        secondNoisy: scene.secondNoisy, catalogue: scene.catalogue, patches: scene.patches,
        pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale)
    }
    let alone = Runner.rows(denoised: output, scene: scene(), checks: Checks.all)
    for threads in [2, 3, 7] {
      let together = Runner.rows(
        denoised: output, scene: scene(), checks: Checks.all, threads: threads)
      #expect(together.map(\.check) == alone.map(\.check))
      #expect(together.map(\.outcome) == alone.map(\.outcome))
    }
  }
}
