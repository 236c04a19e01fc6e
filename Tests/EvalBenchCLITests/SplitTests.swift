import EvalBenchCLI
import Evaluation
import Testing

@Suite("Splits by target")
struct SplitTests {
  @Test("every split has a target from three targets on", arguments: 3...40)
  func complete(_ count: Int) {
    let splits = FrameFiles.splits((0..<count).map { "target \($0)" }, seed: 1)
    #expect(splits.count == count)
    #expect(Set(splits.values) == [.train, .validation, .test])
  }

  @Test("the order of files and repeated targets change nothing")
  func order() {
    let targets = ["M31", "M42", "NGC 7000", "M31", "Sun", "IC 434", "M42", "M13"]
    #expect(
      FrameFiles.splits(targets, seed: 3) == FrameFiles.splits(targets.reversed(), seed: 3))
  }

  @Test("with fewer than three targets all of them judge", arguments: 1...2)
  func few(_ count: Int) {
    let splits = FrameFiles.splits((0..<count).map { "target \($0)" }, seed: 1)
    #expect(splits.values.allSatisfy { $0 == .test })
  }

  @Test("another seed splits otherwise")
  func seeds() {
    let targets = (0..<20).map { "target \($0)" }
    #expect(FrameFiles.splits(targets, seed: 1) != FrameFiles.splits(targets, seed: 2))
  }
}
