import AstroImages
import Kernels
import Networks

/// A classical filter's way through a frame.
///
/// A band is filtered together with as many rows above and below as the filter sees, which makes every pixel what it is in
/// the whole frame, bit for bit; a band's rows are shared among threads in the same way.
final class FilterRun: FrameRun {
  let bands: [FrameBand]
  let stepName = "bands"
  var stepCount: Int { bands.count }
  private let filter: any PlaneFilter
  private let light: [Int]
  private let statistics: [FrameStatistics]

  /// Rows in a band: enough that those which are filtered for their neighbours' sake alone do not outweigh them.
  private static func bandHeight(reach: Int) -> Int { max(256, 4 * reach) }

  init(_ filter: any PlaneFilter, _ header: ImageHeader, _ statistics: [FrameStatistics]) {
    self.filter = filter
    self.statistics = statistics
    light = header.lightPlanes
    let (height, reach) = (header.height, filter.reach)
    let step = Self.bandHeight(reach: reach)
    bands = stride(from: 0, to: height, by: step).map { start in
      let end = min(height, start + step)
      return FrameBand(
        needs: max(0, start - reach)..<min(height, end + reach), finishes: start..<end)
    }
  }

  func denoise(_ index: Int, _ window: RowWindow, stepDone: () throws -> Void) throws -> [[Float]] {
    let rows = bands[index].finishes
    var result: [[Float]] = []
    for (plane, statistics) in zip(light, statistics) {
      var output = [Float](repeating: 0, count: rows.count * window.width)
      let pieces = max(1, min(Parallel.threads, rows.count / max(16, filter.reach)))
      let (plane, width) = (window.planes[plane], window.width)
      output.withUnsafeMutableBufferPointer { output in
        let target = output
        Parallel.run(pieces) { piece, _ in
          let first = rows.lowerBound + rows.count * piece / pieces
          let own = first..<(rows.lowerBound + rows.count * (piece + 1) / pieces)
          let top = max(window.rows.lowerBound, own.lowerBound - filter.reach)
          let seen = top..<min(window.rows.upperBound, own.upperBound + filter.reach)
          let start = (seen.lowerBound - window.rows.lowerBound) * width
          let before = plane[start..<start + seen.count * width]
          let after = filter.filtered(
            Array(before), width: width, height: seen.count, statistics: statistics)
          let skipped = (own.lowerBound - seen.lowerBound) * width
          let place = (own.lowerBound - rows.lowerBound) * width
          _ = UnsafeMutableBufferPointer(rebasing: target[place...]).update(
            fromContentsOf: after[skipped..<skipped + own.count * width])
        }
      }
      result.append(output)
    }
    try stepDone()
    return result
  }
}
