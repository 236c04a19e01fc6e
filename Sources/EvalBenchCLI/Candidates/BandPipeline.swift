import AstroImages
import Networks

/// Reads the next band and writes the last one while one is computed; never more than those three are in memory.
struct BandPipeline {
  var reader: any RowReader
  var file: RowFile

  /// Calls `compute` for each band in order, with a window of the rows that it needs, and writes the rows that it returns.
  func run(
    _ bands: [FrameBand], _ compute: (_ index: Int, _ window: RowWindow) throws -> [[Float]]
  ) throws {
    let header = reader.header
    let reading = BackgroundWork<[[Float]]>("read")
    let writing = BackgroundWork<Void>("write")
    // Nothing may touch the files once this returns, however it does.
    defer {
      reading.drain()
      writing.drain()
    }
    var window = RowWindow(
      rows: 0..<0, width: header.width, planes: Array(repeating: [], count: header.channels))
    func read(_ index: Int, after loaded: Int) {
      let rows = loaded..<bands[index].needs.upperBound
      reading.start { [reader] in try reader.read(rows) }
    }
    if !bands.isEmpty { read(0, after: 0) }
    for index in bands.indices {
      let fresh = try reading.result()
      window.advance(to: bands[index].needs, adding: fresh)
      if index + 1 < bands.count { read(index + 1, after: bands[index].needs.upperBound) }
      let result = try compute(index, window)
      if index > 0 { try writing.result() }
      writing.start { [file] in try file.write(result) }
    }
    if !bands.isEmpty { try writing.result() }
  }
}
