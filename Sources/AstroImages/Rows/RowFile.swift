/// A new image file that takes its rows in order, and appears whole or not at all.
///
/// A file that is dropped before ``finish()`` leaves nothing behind, and neither does a process that is killed where the
/// file system has nameless files.
public final class RowFile {
  private let path: String
  private let pending: PendingFile
  private let writer: any RowWriter

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
    guard let rows = codec as? any RowCodec.Type else {
      writer = WholeFrameWriter(header, to: pending.output) { image throws(ImageError) in
        try codec.encode(image, as: format, history: history, for: path)
      }
      return
    }
    func begin(_ range: ValueRange) throws(ImageError) -> any RowWriter {
      try rows.rowWriter(header, as: format, history: history, range: range, to: pending.output)
    }
    writer =
      rows.needsRange(header, as: format)
      ? try RowSpool(header, beside: path, begin: begin) : try begin(ValueRange())
  }

  /// Writes the next rows, one array a plane.
  public func write(_ planes: [[Float]]) throws(ImageError) { try writer.write(planes) }

  /// Completes the file and gives it its name; what it could not hold is in the summary.
  public func finish() throws(ImageError) -> WriteSummary {
    let summary = try writer.finish()
    try pending.commit()
    return summary
  }
}
