/// How far every single row or column stands out of its neighbours, as a dead column does.
package struct SingleLines: Sendable {
  /// A line's mean minus the median of its neighbours' means, in units of what white noise of 1 makes of a line's mean; `nil`
  /// where under a quarter of the pixels of the fullest line count, or too few neighbours have as many.
  package let heights: [Double?]

  /// How many lines to either side are its neighbours: an even level over so many is none of a single line.
  private static let reach = 4

  /// `frame`: in units of the noise; `mask`: the pixels that count.
  package init(_ frame: Plane, in mask: Mask, areRows: Bool) {
    let lines = LineSums(frame, in: mask, areRows: areRows).lines
    let fullest = lines.map(\.count).max() ?? 0
    let isKnown = lines.map { fullest > 0 && 4 * $0.count >= fullest }
    heights = lines.indices.map { i in
      guard isKnown[i] else { return nil }
      let around = (max(i - Self.reach, 0)...min(i + Self.reach, lines.count - 1))
        .filter { $0 != i && isKnown[$0] }
      guard around.count >= Self.reach else { return nil }
      return (lines[i].mean - OrderStatistics.median(around.map { lines[$0].mean }))
        * lines[i].count.squareRoot()
    }
  }
}
