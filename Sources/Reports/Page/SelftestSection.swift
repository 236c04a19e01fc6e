internal import Evaluation

/// Which checks noticed which deliberate vice: proof that a pass means something.
struct SelftestSection {
  var lead: String
  var columns: [String]
  var rows: [Row]
  /// How every vice's figure rises with its dose.
  var figures: [ChartFigure]
  var hasDoses: Bool

  struct Row {
    var name: String
    var kind: String
    var target: String
    var cells: [Cell]
  }

  struct Cell {
    var text: String
    var tone: String
    var isTarget: Bool
  }

  init(_ document: SelftestDocument, _ record: RunRecord) {
    let titles = Dictionary(
      record.checks.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
    func title(_ id: String) -> String { SafeText.line(titles[id] ?? id) }
    var ids = document.checks
    for row in document.rows { for cell in row.cells { ids.appendOnce(cell.check) } }
    columns = ids.map(title)
    rows = document.rows.map { row in
      Row(
        name: SafeText.line(row.name), kind: SafeText.line(row.kind),
        target: row.targets.isEmpty ? "–" : row.targets.map(title).joined(separator: ", "),
        cells: ids.map { id in
          guard let cell = row.cells.first(where: { $0.check == id }) else {
            return Cell(text: "–", tone: "", isTarget: row.targets.contains(id))
          }
          return Cell(
            text: "\(cell.failed)/\(cell.of)",
            tone: cell.failed == 0 ? "" : cell.failed == cell.of ? "full" : "part",
            isTarget: row.targets.contains(id))
        })
    }
    figures = document.rows.enumerated().compactMap {
      ChartFigure.doses($0.element, id: "chart-dose-\($0.offset + 1)", title: title)
    }
    hasDoses = !figures.isEmpty
    let missed =
      document.missed.isEmpty
      ? "Every one was noticed by the check that it is for."
      : "Not noticed: \(Words.list(document.missed.map(SafeText.line)))."
    let accused =
      document.accused.isEmpty
      ? "Nothing honest was accused."
      : "Honest, and accused all the same: \(Words.list(document.accused.map(SafeText.line)))."
    lead =
      "\(Words.count(document.rows.count, "filter")) with a known fault, or none. \(missed) \(accused)"
  }
}
