internal import Evaluation
internal import Statistics

/// Numbers the reasons, each once.
struct NoteList {
  var all: [ScorecardSection.Note] = []

  mutating func note(_ text: String, isFailure: Bool) -> ScorecardSection.Note {
    let text = SafeText.line(text)
    if let known = all.first(where: { $0.text == text && $0.isFailure == isFailure }) {
      return known
    }
    let mark = String(all.count + 1)
    let note = ScorecardSection.Note(
      mark: mark, id: "note-\(mark)", text: text, isFailure: isFailure)
    all.append(note)
    return note
  }
}

extension ScorecardSection.Row {
  init(_ row: Scorecard.Row, entry: String, of total: Int, notes: inout NoteList) {
    title = SafeText.line(row.check.title)
    self.entry = entry
    unit = row.check.unit.isEmpty ? "no unit" : SafeText.line(row.check.unit)
    sign = row.check.direction.sign
    direction = row.check.direction.words
    statistic = row.statistic.rawValue
    let strip = Strip(
      covering: row.cells.flatMap(\.values), ideal: row.check.direction.ideal)
    cells = row.cells.enumerated().map { place, cell in
      ScorecardSection.Cell(
        cell, strip: strip, style: SeriesStyle(index: place), of: total, statistic: row.statistic,
        isBest: row.best == place, notes: &notes)
    }
    // What every cell would say is said once, in the row's heading.
    (scenes, mark) = ("", nil)
    if let first = cells.first, cells.allSatisfy({ $0.scenes == first.scenes }) {
      scenes = first.scenes
      for index in cells.indices { cells[index].scenes = "" }
    }
    if let first = cells.first, cells.allSatisfy({ $0.mark?.id == first.mark?.id }) {
      mark = first.mark
      for index in cells.indices { cells[index].mark = nil }
    }
  }
}

extension ScorecardSection.Cell {
  init(
    _ cell: Scorecard.Cell, strip: Strip, style: SeriesStyle, of total: Int, statistic: Statistic,
    isBest: Bool, notes: inout NoteList
  ) {
    self.isBest = isBest
    value = cell.value.map { NumberFormat.text($0) } ?? "–"
    spread = cell.value.map { strip.svg(cell.values, statistic: $0, style: style) } ?? ""
    if let ends = cell.interval {
      let (low, high) = (
        NumberFormat.text(ends.low, digits: 3), NumberFormat.text(ends.high, digits: 3)
      )
      // Short ones stay on a line; powers of ten would make the column too wide for that.
      let space = low.count + high.count <= 13 ? "\u{A0}" : " "
      interval = "\(low)\(space)…\(space)\(high)"
    }
    scenes = cell.values.count < total ? "\(cell.values.count) of \(total) scenes" : ""
    explanation = ""
    if let low = cell.values.min(), let high = cell.values.max() {
      explanation =
        "\(statistic.rawValue) of \(Words.count(cell.values.count, "scene")), from \(NumberFormat.text(low)) to \(NumberFormat.text(high))"
    }
    isMissing = cell.value == nil
    if !cell.failures.isEmpty {
      isFailed = isMissing
      if isFailed { value = "failed" }
      let message = cell.failures.joined(separator: "; ")
      mark = notes.note(message, isFailure: true)
      explanation += (explanation.isEmpty ? "" : "; ") + "failed: \(SafeText.line(message))"
    } else if !cell.notApplicable.isEmpty || isMissing {
      let reasons = MergedReasons.merged(cell.notApplicable).joined(separator: "; or ")
      let reason = reasons.isEmpty ? "no row in the record" : reasons
      mark = notes.note(reason, isFailure: false)
      explanation += (explanation.isEmpty ? "" : "; ") + "not applicable: \(SafeText.line(reason))"
    }
  }
}
