internal import Evaluation

extension ScorecardSection.ScenePart {
  init(_ check: CheckMetadata, _ record: RunRecord, hasParts: Bool) {
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
        let blank = ScorecardSection.Cell(row: nil, hasParts: hasParts)
        rows.append(
          ScorecardSection.SceneRow(
            scene: SafeText.line(row.scene), seed: several ? "seed \(row.seed)" : "",
            cells: Array(repeating: blank, count: record.candidates.count)))
      }
      if let index = found[key] {
        rows[index].cells[place] = ScorecardSection.Cell(row: row, hasParts: hasParts)
      }
    }
  }
}

extension ScorecardSection.Cell {
  /// One scene's value with its interval and, where wanted, its parts.
  init(row: RunRecord.Row?, hasParts: Bool) {
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
    guard hasParts else { return }
    explanation = finding.parts.map {
      "\(SafeText.line($0.name)): \(NumberFormat.text($0.value)) \(SafeText.line($0.unit))"
    }.joined(separator: "\n")
  }
}
