internal import CImageIO

/// A TIFF or PNG that CImageIO writes a band of rows at a time.
final class NativeRowWriter: RowWriter {
  typealias Creating = (
    UnsafePointer<ebk_source>?, Int32, UnsafeMutablePointer<ebk_bytes>?,
    UnsafeMutablePointer<OpaquePointer?>?
  ) -> Int32

  private let output: ByteOutput
  private let width: Int
  private var summary: WriteSummary
  /// The C side keeps its address.
  private let out: UnsafeMutablePointer<ebk_bytes>
  private var writer: OpaquePointer?

  init(
    _ header: ImageHeader, as format: SampleFormat, range: ValueRange, with create: Creating,
    entries: [ImageMetadata.Entry], to output: ByteOutput
  ) throws(ImageError) {
    self.output = output
    width = header.width
    summary = WriteSummary(
      format: format, scale: SampleEncoding.scale(for: header, range, as: format))
    out = .allocate(capacity: 1)
    out.initialize(to: ebk_bytes())
    let status = try NativeImage.withSource(header, as: format, entries, output.path) { source in
      create(&source, output.descriptor, out, &writer)
    }
    guard status == EBK_OK else {
      throw NativeImage.writeError(status, &out.pointee, output.path)
    }
  }

  deinit {
    _ = ebk_close_writer(writer)
    ebk_bytes_free(out)
    out.deallocate()
  }

  func write(_ planes: [[Float]]) throws(ImageError) {
    let encoded = SampleEncoding.encode(
      planes, as: summary.format, order: .interleaved, scale: summary.scale)
    summary.count(encoded.summary)
    let status = ebk_write_rows(
      writer, encoded.bytes, UInt32((planes.first?.count ?? 0) / width))
    guard status == EBK_OK else {
      throw NativeImage.writeError(status, &out.pointee, output.path)
    }
  }

  func finish() throws(ImageError) -> WriteSummary {
    let status = ebk_close_writer(writer)
    writer = nil
    guard status == EBK_OK else {
      throw NativeImage.writeError(status, &out.pointee, output.path)
    }
    if output.descriptor < 0 {
      output.memory = Array(
        UnsafeBufferPointer(start: out.pointee.bytes, count: out.pointee.length))
    }
    return summary
  }
}
