internal import Evaluation
internal import Reports
internal import Testing

@Suite("what is left on the sky, from pixel to pixel")
struct ResidualCorrelationTests {
  private static let side = 64

  private static let pixels = CropPixels(
    file: "", channels: 2, zero: 0, scale: 1, fullScale: 65_535, skyNoise: 10,
    inputStretch: .init(shadows: 0.01, midtones: 0.5), referenceStretch: nil, tile: nil, layers: [])

  /// Two planes of sky at 700, where a midtones balance of a half leaves the level that is looked at above it.
  private func correlation(_ error: (Int, Int, Int) -> Double) -> [Double] {
    let size = Self.side * Self.side
    let truth = [UInt16](repeating: 700, count: 2 * size)
    let image = truth.indices.map { index in
      UInt16(
        700 + error(index / size, index % Self.side, index / Self.side % Self.side).rounded())
    }
    var found = ResidualCorrelation()
    found.add(image, truth, Self.pixels, width: Self.side)
    return found.values
  }

  @Test("is nothing for white noise, whatever its offset, and whatever the planes' offsets")
  func white() throws {
    var dice = Dice(state: 4)
    for offset in [0.0, 90] {
      let values = correlation { plane, _, _ in
        offset * Double(plane + 1) + 20 * dice.normal()
      }
      #expect(values.count == ResidualCorrelation.reach)
      // Some 16,000 pairs a distance: four standard errors.
      #expect(values.allSatisfy { abs($0) < 0.032 }, "\(values)")
    }
  }

  @Test("swings with a pattern that repeats, along rows and columns alike")
  func lattice() {
    let values = correlation { _, x, y in (x + y).isMultiple(of: 2) ? 30 : -30 }
    for (place, value) in values.enumerated() {
      #expect(abs(value - (place.isMultiple(of: 2) ? -1 : 1)) < 1e-9)
    }
  }

  @Test("falls with the width of what was smeared")
  func smeared() {
    var dice = Dice(state: 8)
    let noise = (0..<2).map { _ in
      (0..<Self.side).map { _ in (0..<Self.side + 2).map { _ in 20 * dice.normal() } }
    }
    let values = correlation { plane, x, y in
      noise[plane][y][x] + noise[plane][y][x + 1] + noise[plane][y][x + 2]
    }
    // Sums of three along rows: 2/3 and 1/3 there, nothing along columns.
    #expect(abs(values[0] - 1 / 3) < 0.03 && abs(values[1] - 1 / 6) < 0.03)
    #expect(abs(values[4]) < 0.04)
  }

  @Test("says nothing of bright places and of too little sky")
  func bright() {
    var found = ResidualCorrelation()
    let truth = [UInt16](repeating: 60_000, count: 2 * Self.side * Self.side)
    found.add(truth, truth, Self.pixels, width: Self.side)
    #expect(found.values.isEmpty)
  }
}
