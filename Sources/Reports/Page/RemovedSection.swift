internal import Evaluation

/// What the candidates took away: input minus output, which should look like noise and nothing else.
struct RemovedSection {
  var rows: [Row]
  var pictures: [ImagesSection.Removed]
  var hasPictures: Bool
  var hasRows: Bool
  /// What is left after it, against the reference.
  var figures: [ChartFigure]

  struct Row {
    var label: CandidateLabel
    var structure: String
    var variance: String
    var kurtosis: String
  }

  init(_ record: RunRecord, _ card: Scorecard, _ images: ImagesSection) {
    let parts = PartFigures(record)
    rows = record.candidates.enumerated().compactMap { index, candidate in
      guard !candidate.isUntouchedInput,
        let structure = parts.headline("residual-whiteness", candidate.name)
      else { return nil }
      func part(_ name: String) -> String {
        parts.point("residual-whiteness", candidate.name, kind: .figure) { $0 == name }
          .map { NumberFormat.text($0.value, digits: 3) } ?? "–"
      }
      return Row(
        label: CandidateLabel(record, index),
        structure: NumberFormat.text(structure.value, digits: 3),
        variance: part("variance removed"), kurtosis: part("excess kurtosis"))
    }
    pictures = images.removed
    hasPictures = !pictures.isEmpty
    hasRows = !rows.isEmpty
    figures = ChartFigure.residuals(images.residuals, record)
  }
}
