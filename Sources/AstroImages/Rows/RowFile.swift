/// A new image file that takes its rows in order, and appears whole or not at all.
///
/// A file that is dropped before ``finish()`` leaves nothing behind, and neither does a process that is killed where the
/// file system has nameless files.
public final class RowFile {
  private let path: String
  private let pending: PendingFile
  private let begin: (ValueRange) throws(ImageError) -> any RowWriter
  private let destination: Destination

  private enum Destination {
    case file(any RowWriter)
    /// The first byte of the file needs the last row.
    case spool(RowSpool)
  }

  /// Opens a file in the format that the path's extension names.
  ///
  /// The header's sample format and metadata are kept unless `format` says otherwise; `history` is one line about what was
  /// done.
  public init(
    _ header: ImageHeader, to path: String, format: SampleFormat? = nil, history: String? = nil
  ) throws(ImageError) {
    let codec = try Codecs.codec(forWriting: path)
    try NativeImage.requirePixels(header, path)
    let pending = try PendingFile(path)
    self.path = path
    self.pending = pending
    let rows = codec as? any RowCodec.Type
    begin = { range throws(ImageError) in
      guard let rows else {
        return WholeFrameWriter(header, to: pending.output) { image throws(ImageError) in
          try codec.encode(image, as: format, history: history, for: path)
        }
      }
      return try rows.rowWriter(
        header, as: format, history: history, range: range, to: pending.output)
    }
    destination =
      rows?.needsRange(header, as: format) == true
      ? .spool(try RowSpool(header, beside: path)) : .file(try begin(ValueRange()))
  }

  /// Writes the next rows, one array a plane.
  public func write(_ planes: [[Float]]) throws(ImageError) {
    switch destination {
    case .file(let writer): try writer.write(planes)
    case .spool(let spool): try spool.write(planes)
    }
  }

  /// Completes the file and gives it its name; what it could not hold is in the summary.
  ///
  /// Where all rows had to wait for the last one, `step` is told how many bands of them are encoded; what it throws ends
  /// the work, and no file appears.
  public func finish(
    _ step: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> WriteSummary {
    let writer: any RowWriter
    switch destination {
    case .file(let begun): writer = begun
    case .spool(let spool):
      writer = try begin(spool.range)
      try spool.replay(to: writer, step)
    }
    let summary = try writer.finish()
    try pending.commit()
    return summary
  }
}
