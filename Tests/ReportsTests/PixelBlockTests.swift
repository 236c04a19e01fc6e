internal import Reports
internal import Testing

@Suite("blocks of pixels")
struct PixelBlockTests {
  @Test("come back as they were", arguments: [(1, 1), (7, 1), (5, 9), (64, 192)])
  func roundTrip(width: Int, rows: Int) throws {
    var dice = Dice(state: UInt64(width * 31 + rows))
    let samples = (0..<width * rows).map { index -> UInt16 in
      index.isMultiple(of: 5)
        ? [0, 1, 32_767, 32_768, 65_534, .max][index / 5 % 6]
        : UInt16(truncatingIfNeeded: dice.next())
    }
    let packed = try PixelBlock.pack(samples, width: width)
    #expect(try PixelBlock.unpack(packed, width: width, count: samples.count) == samples)
  }

  @Test("are smaller than plain samples where neighbours are alike")
  func small() throws {
    var dice = Dice(state: 3)
    let samples = (0..<128 * 128).map { _ in UInt16(1000 + dice.normal() * 10) }
    // Ten units of noise have 5.4 bits of entropy; a sample has sixteen.
    #expect(try PixelBlock.pack(samples, width: 128).count < samples.count)
  }

  @Test("are refused when they are damaged or of another size")
  func damaged() throws {
    var packed = try PixelBlock.pack([1, 2, 3, 4], width: 2)
    #expect(throws: BlockError.self) {
      try PixelBlock.unpack(packed, width: 2, count: 6)
    }
    packed[packed.count - 1] ^= 1
    #expect(throws: BlockError.self) {
      try PixelBlock.unpack(packed, width: 2, count: 4)
    }
  }
}
