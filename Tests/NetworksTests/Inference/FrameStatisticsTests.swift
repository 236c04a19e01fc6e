import Networks
import Testing

@Suite("A frame's level and noise")
struct FrameStatisticsTests {
  /// Sums of twelve uniforms: nearly normal, standard deviation 1.
  private static func noise(_ count: Int) -> [Float] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { _ in
      var sum: Float = 0
      for _ in 0..<12 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        sum += Float(state >> 40) / Float(1 << 24)
      }
      return sum - 6
    }
  }

  @Test("white noise on a gradient is measured", arguments: [Float(1e-14), 1, 5000])
  func noise(_ unit: Float) {
    let noise = Self.noise(256 * 256)
    let frame = noise.enumerated().map { index, value in
      (100 + 0.1 * Float(index % 256) + 3 * value) * unit
    }
    let statistics = FrameStatistics(measuring: frame, width: 256, height: 256)
    // 65,536 differences: the median absolute deviation is good to about 1 %; twelve uniforms add a bias below 1 %.
    #expect(abs(statistics.noise / unit - 3) < 0.08)
    #expect(abs(statistics.background / unit - 112.75) < 0.3)
  }

  @Test("stars and missing pixels do not change it much")
  func robust() {
    var frame = Self.noise(128 * 128).map { 50 + $0 }
    for i in stride(from: 5, to: frame.count, by: 97) { frame[i] += 4000 }
    for i in stride(from: 3, to: frame.count, by: 211) { frame[i] = .nan }
    let statistics = FrameStatistics(measuring: frame, width: 128, height: 128)
    #expect(abs(statistics.background - 50) < 0.1)
    #expect(abs(statistics.noise - 1) < 0.1)
  }

  @Test("frames without noise, without pixels that count, and of one pixel have a noise above zero")
  func degenerate() {
    for frame in [[Float](repeating: 7, count: 64), [Float](repeating: .nan, count: 64)] {
      #expect(FrameStatistics(measuring: frame, width: 8, height: 8).noise > 0)
    }
    #expect(FrameStatistics(measuring: [3], width: 1, height: 1).noise > 0)
    #expect(FrameStatistics(measuring: [0], width: 1, height: 1).noise > 0)
  }

  @Test("the median is the lower middle value")
  func median() {
    var values: [Float] = [5, 1, 4, 2, 3, 9]
    #expect(medianValue(&values) == 3)
    var none: [Float] = []
    #expect(medianValue(&none) == nil)
  }
}
