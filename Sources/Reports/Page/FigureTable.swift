/// The figures of a chart as a table: candidates down and bins across, or the other way round where there are many bins.
struct FigureTable {
  var corner: String
  var heads: [Head]
  var rows: [Row]

  /// What a row or a column is of: a candidate, or a bin.
  struct Head {
    var label: CandidateLabel?
    var name: String
  }

  struct Row {
    var head: Head
    var cells: [String]
  }

  /// More bins than these make a table that no page is wide enough for.
  private static let mostAcross = 9

  /// - Parameters:
  ///   - bins: what the axis says of each bin.
  ///   - unit: what the bins are, as the heading over them.
  ///   - corner: what the rows are, as the heading over them.
  ///   - rows: one a candidate, with a cell a bin.
  init(bins: [String], of unit: String, corner: String = "Candidate", _ rows: [Row]) {
    if bins.count <= Self.mostAcross {
      self.corner = corner
      heads = bins.map { Head(name: $0) }
      self.rows = rows
    } else {
      self.corner = unit.prefix(1).uppercased() + unit.dropFirst()
      heads = rows.map(\.head)
      self.rows = bins.enumerated().map { bin, name in
        Row(head: Head(name: name), cells: rows.map { $0.cells[bin] })
      }
    }
  }
}
