internal import Evaluation

/// Candidates by checks, grouped by the question that an astrophotographer asks.
struct ScorecardSection {
  var candidates: [CandidateLabel]
  var groups: [Group]
  /// What no candidate has a figure of, with the reasons.
  var unmeasured: [Unmeasured]
  var hasUnmeasured: Bool
  var columns: String
  var caption: String
  var notes: [Note]
  var scenes: [ScenePart]
  var hasParts: Bool
  var leads: Leads?
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

  /// - Parameter hasParts: whether figures by scene tell their parts.
  init(_ record: RunRecord, _ card: Scorecard, hasParts: Bool) {
    self.hasParts = hasParts
    candidates = record.candidates.indices.map { CandidateLabel(record, $0) }
    columns = String(record.candidates.count + 1)
    isEmpty = card.rows.isEmpty || record.candidates.isEmpty
    var notes = NoteList()
    let places = Dictionary(
      card.rows.enumerated().map { ($0.element.check.id, $0.offset) },
      uniquingKeysWith: { a, _ in a })
    unmeasured = Unmeasured.all(card.rows, entries: places)
    hasUnmeasured = !unmeasured.isEmpty
    groups = CheckMetadata.Question.allCases.compactMap { question in
      let rows = card.rows.filter { $0.check.question == question && !$0.isSilent }.map { row in
        Row(row, entry: "check-\(places[row.check.id] ?? 0)", of: card.sceneCount, notes: &notes)
      }
      return rows.isEmpty ? nil : Group(question: question.rawValue, rows: rows)
    }
    self.notes = notes.all
    caption =
      "Test split, \(Words.count(card.sceneCount, "scene")) of \(Words.count(card.targetCount, "target")). "
      + "Each figure is the mean or the median over scenes, as its row says. Below it, its 95 % interval over targets where there are enough of them (three for a mean, six for a median); a dot for each scene on the row’s common scale, low values to the left, and a bar at the figure; a thin upright line is the ideal, where the check has one."
    scenes = card.rows.map { ScenePart($0.check, record, hasParts: hasParts) }
    leads = Leads(record, card)
    glossary = card.rows.enumerated().map { Entry($0.element.check, "check-\($0.offset)") }
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
