/// A square piece of a frame: what intervals count where pixels are no independent witnesses.
package struct Block: Sendable {
  package let columns: Range<Int>
  package let rows: Range<Int>
  private let width: Int

  package init(columns: Range<Int>, rows: Range<Int>, width: Int) {
    self.columns = columns
    self.rows = rows
    self.width = width
  }

  /// The side of a block where nothing asks for another: far more than a star, and many in a small frame.
  package static let side = 32

  /// The blocks of a frame, in rows; those at the right and bottom may be smaller.
  ///
  /// `step`: from one block to the next; less than the side where they are to overlap.
  package static func all(
    width: Int, height: Int, side: Int = side, every step: Int? = nil
  ) -> [Block] {
    stride(from: 0, to: height, by: step ?? side).flatMap { top in
      stride(from: 0, to: width, by: step ?? side).map { left in
        Block(
          columns: left..<min(left + side, width), rows: top..<min(top + side, height),
          width: width)
      }
    }
  }

  /// The places of those of its pixels that are wanted, in rows.
  package func indices(where isWanted: (_ index: Int) -> Bool) -> [Int] {
    var chosen: [Int] = []
    chosen.reserveCapacity(rows.count * columns.count)
    for y in rows {
      for i in (y * width + columns.lowerBound)..<(y * width + columns.upperBound)
      where isWanted(i) { chosen.append(i) }
    }
    return chosen
  }
}
