import Networks
import Testing

@Suite("Tiles")
struct TileLayoutTests {
  @Test(
    "every pixel has exactly one tile that sees it with the whole overlap around it",
    arguments: [(8, 8), (64, 100), (257, 131), (513, 40), (1000, 777)],
    [(64, 17, 17, 1), (128, 32, 32, 8), (96, 10, 0, 4)])
  func cover(_ size: (Int, Int), _ plan: (tile: Int, overlap: Int, margin: Int, alignment: Int)) {
    let (width, height) = size
    let layout = TileLayout(
      width: width, height: height, tileSize: plan.tile, overlap: plan.overlap,
      margin: plan.margin, alignment: plan.alignment)
    #expect(layout.extendedWidth % plan.alignment == 0)
    #expect(layout.tileWidth % plan.alignment == 0)
    var owners = [Int](repeating: 0, count: width * height)
    for tile in layout.tiles {
      #expect(tile.x % plan.alignment == 0 && tile.x + layout.tileWidth <= layout.extendedWidth)
      #expect(tile.y % plan.alignment == 0 && tile.y + layout.tileHeight <= layout.extendedHeight)
      for y in tile.ownRows {
        for x in tile.ownColumns {
          owners[y * width + x] += 1
          let column = x + layout.margin - tile.x
          let isInside =
            (tile.x == 0 || column >= plan.overlap)
            && (tile.x + layout.tileWidth == layout.extendedWidth
              || column < layout.tileWidth - plan.overlap)
          #expect(isInside)
        }
      }
    }
    #expect(owners.allSatisfy { $0 == 1 })
  }
}
