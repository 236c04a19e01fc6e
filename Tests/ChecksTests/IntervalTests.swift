import AstroImages
import Checks
import Evaluation
import SkyMeasurement
import Testing

@Suite("Intervals")
struct IntervalTests {
  /// What is counted or compared bit by bit has no sampling error.
  private static let exact: Set<String> = ["dynamic-range", "tile-invariance", "equivariance"]

  @Test("every measured figure has one that holds the value", arguments: ReferenceScene.all)
  func everyFigure(_ reference: ReferenceScene) throws {
    for (id, outcome) in try reference.outcomes("good") {
      guard case .measured(let finding) = outcome, !Self.exact.contains(id) else { continue }
      // A frame without a lattice line has nothing to give an interval of; nor have solar frames a sky with blocks.
      if id == "checkerboard" || id == "tile-seam", finding.value == 0 { continue }
      // The fifth scale of a small frame holds fewer than four blocks.
      let side = min(reference.scene.noisy.width, reference.scene.noisy.height)
      if id == "ms-ssim-display", side < 288 { continue }
      guard let interval = finding.interval else {
        Issue.record("\(reference.name): \(id) has no interval")
        continue
      }
      #expect(
        interval.low <= finding.value && finding.value <= interval.high,
        "\(reference.name): \(id): \(finding.value) in \(interval)")
    }
  }

  /// 400 means of 36 blocks each, of which 95 % of the intervals should hold the truth: within 92 and 98 %.
  @Test("the jack-knife over blocks covers the truth as often as it says")
  func coverage() {
    var state: UInt64 = 7
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    var held = 0
    for _ in 0..<400 {
      // A mean of skewed values, as squared errors are.
      let top = (0..<36).map { _ in uniform() * uniform() * 4 }
      let bottom = [Double](repeating: 1, count: 36)
      let value = Sums.mean(top)
      if let half = BlockJackknife.halfWidth(top, over: bottom), abs(value - 1) <= half {
        held += 1
      }
    }
    #expect(held >= 368 && held <= 392, "\(held) of 400")
  }
}
