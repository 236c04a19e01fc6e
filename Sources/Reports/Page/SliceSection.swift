internal import Evaluation
internal import Statistics

/// The winner on every slice of the test frames: where is it weak, and how sure is that?
struct SliceSection {
  var winner: String
  var columns: [String]
  var groups: [Group]

  /// The slices by one property.
  struct Group {
    var facet: String
    /// How many columns a heading across the table spans.
    var span: String
    var rows: [Row]
  }

  struct Row {
    var value: String
    var count: String
    var cells: [Cell]
  }

  struct Cell {
    var value: String
    var interval: String
    /// Whether the winner does worst here by this check.
    var isWorst: Bool
  }

  /// The checks that are shown.
  private static let wanted = [
    "psnr-display", "noise2noise-rmse", "star-loss", "stack-completeness", "fwhm-drift",
    "faint-texture", "structured-noise", "photometric-bias",
  ]
  private static let most = 6

  /// `nil` without a winner, and where the test frames are all alike.
  init?(_ record: RunRecord) {
    guard let winner = record.winner?.candidate, let slices = record.slices, !slices.isEmpty else {
      return nil
    }
    let figures = record.figuresBySlice(slices).filter { $0.candidate == winner }
    let measured = Set(figures.map(\.check))
    let checks = Self.wanted.compactMap { id in
      record.checks.first { $0.id == id && measured.contains(id) }
    }.prefix(Self.most)
    guard !checks.isEmpty else { return nil }
    let worst = (record.worstSlices ?? []).filter { $0.candidate == winner }
    self.winner = SafeText.line(winner)
    columns = checks.map { check in
      let unit = Self.unit(check)
      return SafeText.line(check.title) + (unit.isEmpty ? "" : ", \(unit)")
    }
    let span = String(checks.count + 1)
    groups = FrameSlice.Facet.allCases.compactMap { facet in
      let rows = slices.filter { $0.facet == facet }.map { slice in
        Row(
          value: SafeText.line(slice.value), count: Words.count(slice.scenes.count, "frame"),
          cells: checks.map { check in
            let figure = figures.first { $0.check == check.id && $0.slice == slice }
            return Cell(
              figure, check,
              isWorst: worst.contains {
                $0.check == check.id && $0.facet == facet && $0.value == slice.value
              })
          })
      }
      guard !rows.isEmpty else { return nil }
      return Group(facet: "By \(facet.words)", span: span, rows: rows)
    }
  }

  private static func unit(_ check: CheckMetadata) -> String {
    check.shownFactor == 100 ? "%" : SafeText.line(String(check.unit.prefix { $0 != "," }))
  }
}

extension CheckMetadata {
  /// What figures are shown times: 100 for a fraction in per cent.
  var shownFactor: Double { unit.hasPrefix("fraction") ? 100 : 1 }
}

extension SliceSection.Cell {
  fileprivate init(_ figure: RunRecord.SliceFigure?, _ check: CheckMetadata, isWorst: Bool) {
    let factor = check.shownFactor
    value = figure.map { NumberFormat.text($0.mean * factor, digits: 3) } ?? "–"
    interval =
      figure?.interval.map {
        "\(NumberFormat.text($0.low * factor, digits: 3)) … \(NumberFormat.text($0.high * factor, digits: 3))"
      } ?? figure.map { Words.count($0.targets, "target") } ?? ""
    self.isWorst = isWorst
  }
}
