import AstroImages
import Networks

/// What must be known of a frame before its first band is denoised.
enum FrameSurvey {
  /// The statistics of each light plane: those of ``FrameStatistics/init(measuring:width:height:)``, bit for bit, from the
  /// sampled rows alone.
  static func statistics(_ reader: any RowReader) throws -> [FrameStatistics] {
    let header = reader.header
    let light = header.lightPlanes
    typealias Sample = FrameStatistics.Sample
    var samples = light.map { _ in Sample(width: header.width, height: header.height) }
    let sampled = Array(Sample.rows(width: header.width, height: header.height))
    // Every row of a small frame, so several at once; single ones of a large frame.
    let together = sampled.count > 1 && sampled[1] - sampled[0] > 1 ? 1 : 64
    for start in stride(from: 0, to: sampled.count, by: together) {
      try Interruption.check()
      let rows = sampled[start..<min(start + together, sampled.count)]
      let planes = try reader.read(sampled[start]..<(sampled[start] + rows.count))
      for (index, plane) in light.enumerated() {
        for row in 0..<rows.count {
          samples[index].add(planes[plane][(row * header.width)..<((row + 1) * header.width)])
        }
      }
    }
    if reader.headerFollowsRows { _ = try reader.read((header.height - 1)..<header.height) }
    return samples.map { $0.statistics() }
  }
}
