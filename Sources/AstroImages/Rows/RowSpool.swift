internal import Glibc

/// Rows that wait in a nameless file until all of them are known.
///
/// A file of integers that is made of floating-point values needs the largest one before the first can be written, and a
/// FITS header's DATAMAX stands before the data. Memory stays flat, and the disk forgets the file with the process.
final class RowSpool {
  private let header: ImageHeader
  private let file: PendingFile
  /// What is known of all values so far.
  private(set) var range = ValueRange()
  private var rows: [Int] = []
  private var length = 0

  /// Rows for the file at `path`, beside which they wait.
  init(_ header: ImageHeader, beside path: String) throws(ImageError) {
    self.header = header
    file = try PendingFile(path, isScratch: true)
  }

  /// Takes the next rows.
  func write(_ planes: [[Float]]) throws(ImageError) {
    range.add(planes, light: header.lightPlanes)
    for plane in planes {
      try file.output.write(plane, at: length)
      length += plane.count * MemoryLayout<Float>.stride
    }
    rows.append((planes.first?.count ?? 0) / max(1, header.width))
  }

  /// Hands every row to a writer, and says how many bands of them are done.
  func replay(
    to writer: any RowWriter, _ step: (_ done: Int, _ of: Int) throws -> Void
  ) throws {
    var at = 0
    for (index, count) in rows.enumerated() {
      var planes: [[Float]] = []
      for _ in 0..<header.channels {
        planes.append(try file.output.floats(count * header.width, at: at))
        at += count * header.width * MemoryLayout<Float>.stride
      }
      try writer.write(planes)
      try step(index + 1, rows.count)
    }
  }
}
