import AstroImages
import Testing

@Suite("Stretches")
struct StretchTests {
  static func plane(_ count: Int, base: Double = 500, span: Double = 3000) -> [Float] {
    References.hashed(count).map { value in Float(base + span * (value * value * value)) }
  }

  @Test("the automatic stretch has numpy's black point, midtones and values")
  func auto() throws {
    for line in try References.table("stretch.csv", skipping: 1) {
      let numbers = line.compactMap(Double.init)
      let stretch = MidtonesTransfer(
        autoFrom: Self.plane(Int(numbers[0]), base: numbers[2], span: numbers[3]),
        fullScale: numbers[1])
      // Double arithmetic on both sides; only the order of operations differs.
      #expect(
        abs(stretch.shadows - numbers[4]) < 1e-13 && abs(stretch.midtones - numbers[5]) < 1e-12)
      for (value, expected) in zip([0.0, 700, 1500, 30000, 65535], numbers[6...]) {
        #expect(abs(stretch(value) - expected) < 1e-12)
      }
    }
  }

  @Test("the median lands on a quarter, black on 0 and white on 1")
  func anchors() {
    let plane = Self.plane(2001)
    let stretch = MidtonesTransfer(autoFrom: plane, fullScale: 65535)
    let median = Double(plane.sorted()[1000])
    // c0 is subtracted but not divided by 1 - c0 in the published choice of m, hence the loose figure.
    #expect(abs(stretch(median) - 0.25) < 0.01)
    #expect(stretch(0.0) == 0 && stretch(65535.0) == 1 && stretch(1e9) == 1)
    #expect(stretch(Double.nan).isNaN)
  }

  @Test("both stretches are undone by their inverses")
  func inverses() {
    let plane = Self.plane(999)
    let midtones = MidtonesTransfer(autoFrom: plane, fullScale: 65535)
    let asinh = AsinhStretch(autoFrom: plane, fullScale: 65535)
    for value in stride(from: 1000.0, through: 65000, by: 777) {
      #expect(abs(midtones.inverse(midtones(value)) - value) < 1e-6)
      #expect(abs(asinh.inverse(asinh(value)) - value) < 1e-6)
    }
    #expect(abs(asinh.inverse(asinh(-300.0)) + 300) < 1e-6)
    #expect(asinh(asinh.black) == 0 && abs(asinh(asinh.white) - 1) < 1e-12)
  }

  @Test("a constant, an empty and a partly missing plane have a stretch too")
  func degenerate() {
    for plane in [
      [Float](repeating: 7, count: 50), [], [.nan, .nan], [1, .nan, 2, .infinity, 3], [65535],
    ] {
      let stretch = MidtonesTransfer(autoFrom: plane, fullScale: 65535)
      #expect(stretch(100.0).isFinite && stretch(65535.0) == 1)
      #expect(AsinhStretch(autoFrom: plane, fullScale: 65535)(100.0).isFinite)
    }
  }

  @Test("a linked stretch is the mean of the planes' own")
  func linked() {
    let planes = [Self.plane(101), Self.plane(101).map { $0 + 100 }]
    let each = planes.map { MidtonesTransfer(autoFrom: $0, fullScale: 65535) }
    let linked = MidtonesTransfer(autoFromLinked: planes, fullScale: 65535)
    #expect(abs(linked.shadows - (each[0].shadows + each[1].shadows) / 2) < 1e-15)
  }

  @Test("a PNG in memory holds the bytes it was given")
  func png() throws {
    for channels in 1...4 {
      let pixels = (0..<6 * 4 * channels).map { UInt8($0 * 37 % 256) }
      let back = try PNG.decode(
        PNG.encode(width: 6, height: 4, channels: channels, pixels: pixels), from: "x")
      for channel in 0..<channels {
        #expect(back.planes[channel] == (0..<24).map { Float(pixels[$0 * channels + channel]) })
      }
    }
    #expect(throws: ImageError.self) {
      try PNG.encode(width: 6, height: 4, channels: 3, pixels: [1, 2])
    }
  }
}
