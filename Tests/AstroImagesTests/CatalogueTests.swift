import AstroImages
import Testing

@Suite("Catalogues")
struct CatalogueTests {
  @Test("a catalogue comes back exactly, under the oracle's header")
  func exact() throws {
    let scratch = try Scratch()
    var generator = SplitMix64(state: 1)
    let sources = (0..<50).map { id in
      SourceCatalogue.Source(
        id: id, x: .random(in: 0...1000, using: &generator),
        y: .random(in: 0...1000, using: &generator),
        flux: .random(in: 1e-14...1e9, using: &generator), magnitude: 20.123456789, fwhm: 3.2,
        signalToNoise: .random(in: 1...600, using: &generator),
        role: id % 2 == 0 ? "double" : "star",
        pair: id % 2 == 0 ? id / 2 : -1, separation: 1.25, magnitudeDifference: 2,
        isIsolated: id % 3 == 0,
        isSaturated: id % 5 == 0)
    }
    try SourceCatalogue(sources).write(csv: scratch.file("catalog.csv"))
    #expect(try SourceCatalogue(csv: scratch.file("catalog.csv")) == SourceCatalogue(sources))
    #expect(
      SourceCatalogue().csv
        == "id,x,y,flux,mag,fwhm,snr,role,pair_id,sep_fwhm,dmag,isolated,saturated\n")
  }

  @Test("columns may come in any order, and the optional ones may be missing")
  func columns() throws {
    let scratch = try Scratch()
    try AtomicFile.write("flux,Y, x,extra\r\n100,2.5,1.5,hello\r\n\r\n", to: scratch.file("c.csv"))
    let source = try #require(try SourceCatalogue(csv: scratch.file("c.csv")).sources.first)
    #expect(source.x == 1.5 && source.y == 2.5 && source.magnitude == 20 && source.pair == -1)
    #expect(source.role == "star" && source.isIsolated && !source.isSaturated)
  }

  @Test(
    "a wrong line is named",
    arguments: [
      ("x,y\n1,2\n", "line 1"), ("", "line 1"), ("x,y,flux\n1,2,3\n1,2\n", "line 3"),
      ("x,y,flux\n1,two,3\n", "line 2"), ("x,y,flux\n1,,3\n", "line 2"),
      ("x,y,flux\n1,inf,3\n", "line 2"),
      ("id,x,y,flux\n0.5,1,2,3\n", "line 2"), ("x,y,flux,isolated\n1,2,3,maybe\n", "line 2"),
      ("id,x,y,flux\n1e300,1,2,3\n", "line 2"),
    ])
  func errors(_ text: String, _ place: String) throws {
    let scratch = try Scratch()
    try AtomicFile.write(text, to: scratch.file("c.csv"))
    #expect { try SourceCatalogue(csv: scratch.file("c.csv")) } throws: { "\($0)".contains(place) }
  }

  @Test("patches come back with their labels and table")
  func patches() throws {
    let scratch = try Scratch()
    let labels = (0..<12 * 9).map { Int16($0 % 5) - 2 }
    let patches = FaintPatches(
      labels: labels,
      patches: [
        FaintPatches.Patch(
          id: 1, x: 3.25, y: 4.5, radius: 16, amplitudeInSigma: 0.1, amplitude: 8.123)
      ])
    try patches.write(to: scratch.path, width: 12, height: 9)
    #expect(try FaintPatches(directory: scratch.path) == patches)
    #expect(scratch.names == ["patches.csv", "patches.fits"])
    #expect(throws: ImageError.self) { try FaintPatches(directory: scratch.file("nowhere")) }
  }
}
