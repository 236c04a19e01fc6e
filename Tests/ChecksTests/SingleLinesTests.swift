import Randomness
import SkyMeasurement
import Testing

@Suite("Single lines and blocks")
struct SingleLinesTests {
  private func noise(width: Int, height: Int) -> Plane {
    var random = RandomSource(seed: 8, name: "lines")
    return Plane(
      width: width, height: height, values: (0..<width * height).map { _ in random.normal() })
  }

  /// A line's height scatters by 1.1, its own noise and that of its neighbours' median; five is one line in ten thousand and more.
  @Test(
    "a column half a sigma low stands out by half of its height's root, and its neighbours do not")
  func column() throws {
    var frame = noise(width: 100, height: 400)
    for y in 0..<400 { frame.values[y * 100 + 40] -= 0.5 }
    let all = Mask(width: 100, height: 400, repeating: true)
    let columns = SingleLines(frame, in: all, areRows: false).heights
    #expect(abs(try #require(columns[40]) + 0.5 * 20) < 5)
    for (index, height) in columns.enumerated() where index != 40 {
      #expect(abs(try #require(height)) < 5, "column \(index)")
    }
    for height in SingleLines(frame, in: all, areRows: true).heights {
      #expect(abs(try #require(height)) < 5)
    }
  }

  @Test("a level that lines share with their neighbours is none of a single line")
  func level() throws {
    var frame = noise(width: 100, height: 100)
    for i in frame.values.indices { frame.values[i] += 0.05 * Double(i % 100) }
    let columns = SingleLines(
      frame, in: Mask(width: 100, height: 100, repeating: true), areRows: false
    ).heights
    for height in columns[4..<96] { #expect(abs(try #require(height)) < 5) }
  }

  @Test("a line of which too little is free, or that has no neighbours, is not known")
  func unknown() {
    let frame = noise(width: 60, height: 60)
    var mask = Mask(width: 60, height: 60, repeating: true)
    for y in 0..<50 { mask.values[y * 60 + 7] = false }
    let columns = SingleLines(frame, in: mask, areRows: false).heights
    #expect(columns[7] == nil && columns[8] != nil)
    let narrow = SingleLines(
      Plane(width: 3, height: 60, repeating: 0), in: Mask(width: 3, height: 60, repeating: true),
      areRows: false)
    #expect(narrow.heights == [nil, nil, nil])
  }

  @Test("blocks hold every pixel once, in rows, and no more than their side", arguments: [7, 32])
  func blocks(_ side: Int) {
    let blocks = Block.all(width: 70, height: 45, side: side)
    #expect(blocks.count == (70 + side - 1) / side * ((45 + side - 1) / side))
    var seen = [Int](repeating: 0, count: 70 * 45)
    for block in blocks {
      #expect(block.columns.count <= side && block.rows.count <= side)
      let indices = block.indices { _ in true }
      #expect(indices == indices.sorted())
      for i in indices { seen[i] += 1 }
    }
    #expect(seen.allSatisfy { $0 == 1 })
    #expect(blocks[0].indices { $0 % 2 == 0 }.allSatisfy { $0 % 2 == 0 })
  }
}
