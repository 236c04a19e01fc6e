internal import Evaluation

/// Candidates by checks, grouped by the question that an astrophotographer asks.
struct ScorecardSection {
  var candidates: [CandidateLabel]
  var groups: [Group]
  var columns: String
  var caption: String
  var notes: [Note]
  var scenes: [ScenePart]
  var glossary: [Entry]
  var isEmpty: Bool

  struct Group {
    var question: String
    var rows: [Row]
  }

  struct Row {
    var title: String
    var entry: String
    var unit: String
    var sign: String
    var direction: String
    var statistic: String
    /// What is true of every cell of the row: how many scenes, and why not all.
    var scenes: String
    var mark: Note?
    var cells: [Cell]
  }

  struct Cell {
    var value: String
    /// The scenes as a drawing, in the scorecard; the interval in words, by scene.
    var spread: String
    /// The 95 % interval over targets, in the scorecard.
    var interval = ""
    var scenes: String
    /// What a pointer that rests on the cell says.
    var explanation: String
    var isBest = false
    var isMissing = false
    var isFailed = false
    var mark: Note?
  }

  /// Why a figure is missing.
  struct Note {
    var mark: String
    var id: String
    var text: String
    var isFailure: Bool
  }

  /// One check's values by scene.
  struct ScenePart {
    var title: String
    var unit: String
    var direction: String
    var rows: [SceneRow]
  }

  struct SceneRow {
    var scene: String
    var seed: String
    var cells: [Cell]
  }

  /// What a check is.
  struct Entry {
    var id: String
    var check: String
    var title: String
    var rationale: String
    var unit: String
    var direction: String
    var bounds: String
    var version: String
  }

  init(_ record: RunRecord, _ card: Scorecard) {
    candidates = record.candidates.indices.map { CandidateLabel(record, $0) }
    columns = String(record.candidates.count + 1)
    isEmpty = card.rows.isEmpty || record.candidates.isEmpty
    var notes = NoteList()
    let places = Dictionary(
      card.rows.enumerated().map { ($0.element.check.id, $0.offset) },
      uniquingKeysWith: { a, _ in a })
    groups = CheckMetadata.Question.allCases.compactMap { question in
      let rows = card.rows.filter { $0.check.question == question }.map { row in
        Row(row, entry: "check-\(places[row.check.id] ?? 0)", of: card.sceneCount, notes: &notes)
      }
      return rows.isEmpty ? nil : Group(question: question.rawValue, rows: rows)
    }
    self.notes = notes.all
    caption =
      "Test split, \(Words.count(card.sceneCount, "scene")) of \(Words.count(card.targetCount, "target")). "
      + "Each figure is the mean or the median over scenes, as its row says. Below it, its 95 % interval over targets where there are enough of them (three for a mean, six for a median); a dot for each scene on the row’s common scale, low values to the left, and a bar at the figure; a thin upright line is the ideal, where the check has one."
    scenes = card.rows.map { ScenePart($0.check, record) }
    glossary = card.rows.enumerated().map { Entry($0.element.check, "check-\($0.offset)") }
  }
}

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
      interval =
        "\(NumberFormat.text(ends.low, digits: 3)) … \(NumberFormat.text(ends.high, digits: 3))"
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

extension ScorecardSection.ScenePart {
  init(_ check: CheckMetadata, _ record: RunRecord) {
    title = SafeText.line(check.title)
    unit = SafeText.line(check.unit)
    direction = check.direction.words
    rows = []
    let places = Dictionary(
      record.candidates.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    var found: [String: Int] = [:]
    let several = Set(record.rows.map(\.seed)).count > 1
    for row in record.rows where row.check == check.id && row.split == .test {
      guard let place = places[row.candidate] else { continue }
      let key = "\(row.seed)/\(row.scene)"
      if found[key] == nil {
        found[key] = rows.count
        let blank = ScorecardSection.Cell(row: nil)
        rows.append(
          ScorecardSection.SceneRow(
            scene: SafeText.line(row.scene), seed: several ? "seed \(row.seed)" : "",
            cells: Array(repeating: blank, count: record.candidates.count)))
      }
      if let index = found[key] { rows[index].cells[place] = ScorecardSection.Cell(row: row) }
    }
  }
}

extension ScorecardSection.Cell {
  /// One scene's value with its interval and parts.
  init(row: RunRecord.Row?) {
    (value, spread, scenes, explanation) = ("–", "", "", row == nil ? "no row in the record" : "")
    isMissing = true
    guard let row else { return }
    guard row.status == .measured, let finding = row.finding else {
      isFailed = row.status == .failed
      value = isFailed ? "failed" : "–"
      explanation = SafeText.line(row.reason ?? "no reason given")
      return
    }
    isMissing = false
    value = NumberFormat.text(finding.value)
    if let interval = finding.interval {
      spread =
        "\(NumberFormat.text(interval.low, digits: 3)) … \(NumberFormat.text(interval.high, digits: 3))"
    }
    if let count = finding.count {
      scenes = "\(NumberFormat.integer(count)) \(SafeText.line(finding.countUnit ?? ""))"
    }
    explanation = finding.parts.map {
      "\(SafeText.line($0.name)): \(NumberFormat.text($0.value)) \(SafeText.line($0.unit))"
    }.joined(separator: "\n")
  }
}

extension ScorecardSection.Entry {
  init(_ check: CheckMetadata, _ id: String) {
    self.id = id
    self.check = SafeText.line(check.id)
    title = SafeText.line(check.title)
    rationale = SafeText.line(check.rationale)
    unit = SafeText.line(check.unit)
    direction = check.direction.words
    version = String(check.version)
    bounds =
      switch (check.lowerBound, check.upperBound) {
      case (nil, nil): "any"
      case (let low?, nil): "from \(NumberFormat.text(low))"
      case (nil, let high?): "up to \(NumberFormat.text(high))"
      case (let low?, let high?): "\(NumberFormat.text(low)) to \(NumberFormat.text(high))"
      }
  }
}
