import Networks
import Testing

@Suite("The normalisation in front of a network")
struct NormalizationTests {
  @Test(
    "there and back gives the frame",
    arguments: [Float(0.1), 1, 10, 1000], [Float(1e-14), 1, 4000])
  func roundTrip(_ softening: Float, _ unit: Float) {
    let statistics = FrameStatistics(background: 500 * unit, noise: 20 * unit)
    let frame = [-3000, 0, 480, 500, 520, 1000, 65535, 1e6].map { Float($0) * unit }
    var values = frame
    Normalization.asinh(softening: softening).apply(to: &values, statistics)
    Normalization.asinh(softening: softening).revert(&values, statistics)
    for (back, value) in zip(values, frame) {
      // asinh and sinh multiply a rounding of 2^-24 by the argument, at most about 20; the background adds its own.
      #expect(abs(back - value) <= 4e-6 * max(abs(value), 500 * unit))
    }
  }

  @Test("the sky's noise becomes 1 and its level 0")
  func unitNoise() {
    let statistics = FrameStatistics(background: 500, noise: 20)
    var values: [Float] = [500, 520, 480]
    Normalization.asinh(softening: 10).apply(to: &values, statistics)
    #expect(values[0] == 0)
    // asinh(0.1) * 10 = 0.99834...
    #expect(abs(values[1] - 0.99834) < 1e-4 && values[2] == -values[1])
  }

  @Test("none changes no bit")
  func none() {
    let frame: [Float] = [-1, 0, 3.5, 65535]
    var values = frame
    Normalization.none.apply(to: &values, FrameStatistics(background: 1, noise: 2))
    #expect(values == frame)
  }

  @Test("the text form reads back", arguments: [Normalization.none, .asinh(softening: 2.5)])
  func text(_ normalization: Normalization) throws {
    #expect(try Normalization(normalization.description) == normalization)
  }

  @Test(
    "other texts are refused",
    arguments: [
      "", "asinh", "asinh:softening=0", "asinh:softening=nan", "asinh:softening=-1", "log",
    ])
  func refused(_ text: String) {
    #expect(throws: ArchitectureError.self) { try Normalization(text) }
  }

  @Test("a wild output stays finite")
  func finite() {
    var values: [Float] = [1e30, -1e30]
    Normalization.asinh(softening: 10).revert(
      &values, FrameStatistics(background: 0, noise: 1e-14))
    #expect(values.allSatisfy { $0.isFinite })
  }
}
