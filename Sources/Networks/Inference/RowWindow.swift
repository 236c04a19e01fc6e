/// Some rows of a frame's planes.
public struct RowWindow: Sendable {
  /// Which rows of the frame they are.
  public private(set) var rows: Range<Int>
  /// Pixels across.
  public let width: Int
  /// The values, `rows.count * width` a plane.
  public private(set) var planes: [[Float]]

  /// Makes a window of planes that hold these rows.
  public init(rows: Range<Int>, width: Int, planes: [[Float]]) {
    precondition(
      planes.allSatisfy { $0.count == rows.count * width },
      "every plane needs \(rows.count) rows of \(width) scalars")
    self.rows = rows
    self.width = width
    self.planes = planes
  }

  /// Moves on: forgets the rows before `next`, and takes the rows from the present end to its end.
  public mutating func advance(to next: Range<Int>, adding fresh: [[Float]]) {
    precondition(
      next.lowerBound >= rows.lowerBound && next.upperBound >= rows.upperBound,
      "a window of rows \(rows) cannot move to \(next)")
    let start = min(next.lowerBound, rows.upperBound)
    let dropped = (start - rows.lowerBound) * width
    let skipped = (next.lowerBound - start) * width
    for index in planes.indices {
      let (old, new) = (planes[index], fresh[index])
      // One allocation of the right size: growing an array would take twice that.
      planes[index] = [Float](unsafeUninitializedCapacity: next.count * width) { buffer, count in
        let kept = old.count - dropped
        _ = buffer.update(fromContentsOf: old[dropped...])
        _ = UnsafeMutableBufferPointer(rebasing: buffer[kept...]).update(
          fromContentsOf: new[skipped...])
        count = kept + new.count - skipped
      }
    }
    rows = next
    precondition(planes.allSatisfy { $0.count == rows.count * width }, "rows are missing")
  }

  /// The values of some of the rows, plane after plane.
  public func planes(_ wanted: Range<Int>) -> [[Float]] {
    if wanted == rows { return planes }
    let (low, high) = (wanted.lowerBound - rows.lowerBound, wanted.upperBound - rows.lowerBound)
    return planes.map { Array($0[(low * width)..<(high * width)]) }
  }
}
