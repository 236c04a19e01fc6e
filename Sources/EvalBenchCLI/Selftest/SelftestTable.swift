import Foundation

/// The matrix of vices and checks as text.
struct SelftestTable {
  let record: SelftestRecord

  /// Short names of the checks, as wide as a column.
  private static let headings: [(check: String, short: String)] = [
    ("noise-reduction", "NR"), ("fwhm-drift", "FWHM"), ("ellipticity-drift", "ELL"),
    ("centroid-shift", "CEN"), ("photometric-bias", "PHOT"), ("flux-gain", "GAIN"),
    ("linearity", "LIN"), ("star-loss", "LOSS"), ("false-stars", "FALSE"),
    ("doubles-merged", "DBL"), ("doubles-oversplit", "DBL+"), ("spurious-companions", "COMP"),
    ("dark-halo", "HALO"), ("edge-band", "EDGE"), ("tile-seam", "SEAM"),
    ("checkerboard", "CHK"), ("row-banding", "BAND"), ("large-scale", "LS"),
    ("background-offset", "OFF"),
    ("faint-patches", "PATCH"), ("faint-texture", "TEX"), ("over-smoothing", "OS"),
    ("over-sharpening", "SHARP"), ("frc-drop", "FRC"), ("structured-noise", "STRUC"),
    ("dynamic-range", "DR"), ("colour-shift", "COL"), ("chroma-retention", "CHR"),
  ]

  /// One line a denoiser: `k/n`, failed on k of n scenes; an asterisk marks the check that is for it; blank is never.
  var lines: [String] {
    let known = Self.headings.filter { record.checks.contains($0.check) }
    let width = max(22, (record.rows.map(\.name.count).max() ?? 0) + 1)
    var lines = [
      "evalbench selftest, seed \(record.seed), \(record.size): \(record.rows.count) denoisers on \(record.scenes.count) skies; k/n: fails on k of n, * the check that is for it"
    ]
    for scene in record.scenes {
      lines.append(
        "  \(scene.name): \(scene.side) px, FWHM \(String(format: "%.1f", scene.fwhm)) px, \(scene.camera), sky \(Int(scene.skyElectrons)) e-"
      )
    }
    lines.append("")
    lines.append(
      padded("", width) + known.map { padded($0.short, 6) }.joined())
    for row in record.rows {
      let cells = known.map { heading in
        guard let cell = row.cells.first(where: { $0.check == heading.check }) else { return "" }
        let isOwn = row.for.contains(heading.check)
        guard cell.failed > 0 || isOwn else { return "" }
        return (isOwn ? "*" : "") + "\(cell.failed)/\(cell.of)"
      }
      var line = padded(row.name, width) + cells.map { padded($0, 6) }.joined()
      while line.hasSuffix(" ") { line.removeLast() }
      lines.append(line)
    }
    lines.append("")
    lines += known.map { "\(padded($0.short, 6)) \($0.check)" }.chunked(3, width: 32)
    lines.append("")
    lines += record.missed.map { "MISSED   \($0)" }
    lines += record.accused.map { "ACCUSED  \($0)" }
    lines += record.notMonotonic.map { "UNEVEN   \($0): its figure does not rise with the dose" }
    return lines
  }

  var lastLine: String {
    let vices = record.rows.count { $0.kind == "vice" }
    return
      "evalbench selftest: \(record.isSound ? "SOUND" : "NOT SOUND")  (\(vices) vices, \(record.missed.count) missed; \(record.rows.count - vices) innocents, \(record.accused.count) accused; \(record.notMonotonic.count) uneven) exit=\(record.isSound ? 0 : 1)"
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}

extension [String] {
  /// The entries side by side, so many in a line.
  fileprivate func chunked(_ columns: Int, width: Int) -> [String] {
    stride(from: 0, to: count, by: columns).map { start in
      self[start..<Swift.min(start + columns, count)].map {
        $0 + String(repeating: " ", count: Swift.max(1, width - $0.count))
      }.joined()
    }
  }
}
