import Evaluation

/// The test split's figures for a terminal: candidates down, the main checks across.
enum ResultTable {
  private static let columns: [(check: String, title: String, factor: Double, places: Int)] = [
    ("psnr-linear", "PSNR linear dB", 1, 2), ("psnr-display", "PSNR display dB", 1, 2),
    ("ssim-display", "SSIM display", 1, 4), ("noise-reduction", "noise left", 1, 3),
    ("star-loss", "stars lost %", 100, 2), ("false-stars", "false /Mpx", 1, 1),
    ("fwhm-drift", "FWHM drift %", 1, 2), ("faint-patches", "faint slope", 1, 3),
  ]

  static func text(_ record: RunRecord) -> String {
    var lines = [["test frames, mean"] + columns.map(\.title) + ["s/Mpx"]]
    for candidate in record.candidates {
      let mark = candidate.name == record.winner?.candidate ? "* " : "  "
      lines.append(
        [mark + candidate.name]
          + columns.map { column in
            Winner.meanOf(column.check, candidate.name, record.rows, split: .test)
              .map { decimal($0 * column.factor, column.places) } ?? "-"
          } + [candidate.secondsPerMegapixel.map { decimal($0, 2) } ?? "-"])
    }
    return aligned(lines)
  }

  /// Lines of cells as columns: the first to the left, the others to the right.
  static func aligned(_ lines: [[String]]) -> String {
    let widths = lines[0].indices.map { index in lines.map { $0[index].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 0 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
