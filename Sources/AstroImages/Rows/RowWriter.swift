/// An image file that is written a band of rows at a time, from the first row to the last.
protocol RowWriter: AnyObject {
  /// Writes the next rows, one array a plane.
  func write(_ planes: [[Float]]) throws(ImageError)
  /// Completes the file, once every row was written, and says what it could not hold.
  func finish() throws(ImageError) -> WriteSummary
}

/// Keeps every row and encodes them at the end: for formats that cannot be encoded in parts.
final class WholeFrameWriter: RowWriter {
  private let header: ImageHeader
  private let output: ByteOutput
  private let encode: (AstroImage) throws(ImageError) -> EncodedImage
  private var planes: [[Float]]

  init(
    _ header: ImageHeader, to output: ByteOutput,
    encode: @escaping (AstroImage) throws(ImageError) -> EncodedImage
  ) {
    self.header = header
    self.output = output
    self.encode = encode
    planes = Array(repeating: [], count: header.channels)
  }

  func write(_ rows: [[Float]]) throws(ImageError) {
    for (index, row) in rows.enumerated() {
      if planes[index].isEmpty { planes[index].reserveCapacity(header.pixelCount) }
      planes[index] += row
    }
  }

  func finish() throws(ImageError) -> WriteSummary {
    let encoded = try encode(AstroImage(header, planes: planes))
    planes = []
    try output.write(encoded.bytes, at: 0)
    return encoded.summary
  }
}
