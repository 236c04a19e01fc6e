import AstroImages
import Testing

@Suite("Bayer mosaics")
struct BayerTests {
  static func mosaic(_ cards: [(String, String)], height: Int = 10) -> AstroImage {
    let entries = cards.map { ImageMetadata.Entry($0.0, $0.1) }
    return AstroImage(
      width: 12, height: height, planes: [References.hashed(12 * height).map { Float(1000 * $0) }],
      metadata: ImageMetadata(format: "fits", entries: entries))
  }

  @Test(
    "debayering equals convolution with the published kernels", arguments: BayerPattern.allCases)
  func kernels(_ pattern: BayerPattern) throws {
    let colours = Self.mosaic([]).debayered(pattern)
    for line in try References.table("debayer.csv") where line[0] == pattern.rawValue {
      let (channel, y) = (try #require(Int(line[1])), try #require(Int(line[2])))
      for x in 0..<12 {
        let expected = try #require(Double(line[3 + x]))
        // Sums of about ten float32 terms up to 8000 each.
        #expect(abs(Double(colours.planes[channel][y * 12 + x]) - expected) < 2e-3)
      }
    }
    #expect(colours.channelNames == ["R", "G", "B"] && colours.planes.count == 3)
  }

  @Test(
    "a mosaic of one colour a channel comes back as those colours", arguments: BayerPattern.allCases
  )
  func flat(_ pattern: BayerPattern) {
    let levels: [Float] = [100, 220, 60]
    for (width, height) in [(2, 2), (3, 5), (9, 8)] {
      var plane: [Float] = []
      for y in 0..<height {
        for x in 0..<width { plane.append(levels[pattern.channel(x: x, y: y)]) }
      }
      let colours = AstroImage(width: width, height: height, planes: [plane]).debayered(pattern)
      for (channel, level) in levels.enumerated() {
        #expect(colours.planes[channel].allSatisfy { $0 == level })
      }
    }
  }

  @Test("offsets and row order move the pattern")
  func headers() {
    #expect(Self.mosaic([("BAYERPAT", "RGGB")]).bayerPattern == .rggb)
    #expect(Self.mosaic([("COLORTYP", "GBRG  ")]).bayerPattern == .gbrg)
    #expect(Self.mosaic([("COLORTYP", "MONO")]).bayerPattern == nil)
    #expect(Self.mosaic([("BAYERPAT", "RGGB"), ("XBAYROFF", "1")]).bayerPattern == .grbg)
    #expect(Self.mosaic([("BAYERPAT", "RGGB"), ("YBAYROFF", "1")]).bayerPattern == .gbrg)
    #expect(Self.mosaic([("BAYERPAT", "RGGB"), ("ROWORDER", "TOP-DOWN")]).bayerPattern == .rggb)
    // Upside down, an even number of rows starts with what was the second row; an odd number does not.
    #expect(Self.mosaic([("BAYERPAT", "RGGB"), ("ROWORDER", "BOTTOM-UP")]).bayerPattern == .gbrg)
    #expect(
      Self.mosaic([("BAYERPAT", "RGGB"), ("ROWORDER", "BOTTOM-UP")], height: 9).bayerPattern
        == .rggb)
  }

  @Test(
    "a mosaic is read as mono with a warning that names --debayer, and its colours carry no pattern"
  )
  func warning() throws {
    let scratch = try Scratch()
    try Codecs.write(Self.mosaic([("BAYERPAT", "RGGB")]), to: scratch.file("raw.fits"))
    let raw = try Codecs.read(scratch.file("raw.fits"))
    #expect(raw.channels == 1 && raw.metadata.warnings.contains { $0.contains("--debayer") })
    try Codecs.write(raw.debayered(.rggb), to: scratch.file("rgb.fits"))
    let rgb = try Codecs.read(scratch.file("rgb.fits"))
    #expect(
      rgb.bayerPattern == nil && rgb.metadata["BAYERPAT"] == nil && rgb.metadata.warnings.isEmpty)
  }
}
