internal import Glibc

/// Rows that wait in a nameless file until all of them are known.
///
/// A file of integers that is made of floating-point values needs the largest one before the first can be written, and a
/// FITS header's DATAMAX stands before the data. Memory stays flat, and the disk forgets the file with the process.
final class RowSpool: RowWriter {
  private let header: ImageHeader
  private let file: PendingFile
  private let begin: (ValueRange) throws(ImageError) -> any RowWriter
  private var range = ValueRange()
  private var rows: [Int] = []
  private var length = 0

  /// - Parameters:
  ///   - path: The output; the waiting rows lie beside it.
  ///   - begin: Makes the writer, once all values are known.
  init(
    _ header: ImageHeader, beside path: String,
    begin: @escaping (ValueRange) throws(ImageError) -> any RowWriter
  ) throws(ImageError) {
    self.header = header
    self.begin = begin
    file = try PendingFile(path, isScratch: true)
  }

  func write(_ planes: [[Float]]) throws(ImageError) {
    range.add(planes, light: header.lightPlanes)
    for plane in planes {
      try file.output.write(plane, at: length)
      length += plane.count * MemoryLayout<Float>.stride
    }
    rows.append((planes.first?.count ?? 0) / max(1, header.width))
  }

  func finish() throws(ImageError) -> WriteSummary {
    let writer = try begin(range)
    var at = 0
    for count in rows {
      var planes: [[Float]] = []
      for _ in 0..<header.channels {
        planes.append(try file.output.floats(count * header.width, at: at))
        at += count * header.width * MemoryLayout<Float>.stride
      }
      try writer.write(planes)
    }
    return try writer.finish()
  }
}
