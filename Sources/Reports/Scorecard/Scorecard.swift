package import Evaluation
package import Statistics

/// Every check of every candidate over the scenes of one split, with the one that is clearly best.
package struct Scorecard {
  /// One check of all candidates, in the record's order.
  package struct Row {
    package var check: CheckMetadata
    package var statistic: Statistic
    package var cells: [Cell]
    /// The candidate that is clearly best, where there is one.
    package var best: Int?
  }

  /// One check of one candidate.
  package struct Cell {
    /// The value by target, over that target's scenes and seeds; only what was measured.
    var byTarget: [(target: String, value: Double)] = []
    /// The statistic over all measured scenes; `nil` when there are none.
    package var value: Double?
    /// The value by scene, averaged over seeds.
    package var values: [Double] = []
    /// The 95 % interval of the statistic over targets; `nil` where there are too few for one.
    package var interval: ConfidenceInterval? = nil
    /// Why scenes are missing, each reason once.
    var notApplicable: [String] = []
    var failures: [String] = []
  }

  package var split: RunRecord.Split
  package var sceneCount: Int
  package var targetCount: Int
  package var rows: [Row]

  package init(_ record: RunRecord, split: RunRecord.Split) {
    self.split = split
    let scenes = record.scenes.filter { $0.split == split }
    sceneCount = scenes.count
    targetCount = Set(scenes.map(\.target)).count
    let targets = Dictionary(record.scenes.map { ($0.name, $0.target) }) { first, _ in first }
    var found: [String: [String: [RunRecord.Row]]] = [:]
    for row in record.rows where row.split == split {
      found[row.check, default: [:]][row.candidate, default: []].append(row)
    }
    rows = record.checks.map { check in
      let statistic = Statistic(for: check.direction)
      let cells = record.candidates.map { candidate in
        Cell(
          found[check.id]?[candidate.name] ?? [], of: check, statistic: statistic, targets: targets)
      }
      return Row(
        check: check, statistic: statistic, cells: cells,
        best: Self.best(of: cells, statistic: statistic, among: record.candidates, check: check))
    }
  }

  /// The candidate with the best PSNR.
  func strongest(of candidates: [Int]) -> Int? {
    let row =
      rows.first { $0.check.id == "psnr-display" } ?? rows.first { $0.check.id == "psnr-linear" }
    return candidates.max { (row?.cells[$0].value ?? 0) < (row?.cells[$1].value ?? 0) }
  }

  /// The classical filter with the best PSNR: what a network must be worth more than.
  func bestClassical(_ record: RunRecord, except winner: Int? = nil) -> Int? {
    strongest(
      of: record.candidates.indices.filter {
        $0 != winner && record.candidates[$0].kind == .baseline
          && !record.candidates[$0].isUntouchedInput
      })
  }

  /// The candidate that beats every other one clearly, the untouched input aside.
  private static func best(
    of cells: [Cell], statistic: Statistic, among candidates: [CandidateRecord],
    check: CheckMetadata
  ) -> Int? {
    func loss(_ cell: Cell) -> Double? {
      statistic(cell.byTarget.map { check.direction.loss($0.value) })
    }
    let entrants = cells.indices.filter {
      !candidates[$0].isUntouchedInput && loss(cells[$0]) != nil
    }
    guard entrants.count > 1,
      let leader = entrants.min(by: { (loss(cells[$0]) ?? 0) < (loss(cells[$1]) ?? 0) })
    else { return nil }
    let own = Dictionary(cells[leader].byTarget.map { ($0.target, $0.value) }) { first, _ in first }
    for other in entrants where other != leader {
      let differences = cells[other].byTarget.compactMap { entry in
        own[entry.target].map { check.direction.loss(entry.value) - check.direction.loss($0) }
      }
      let printed = [leader, other].map { cells[$0].value.map { NumberFormat.text($0) } }
      guard printed[0] != printed[1], PairedLead.isClear(differences) else { return nil }
    }
    return leader
  }
}

extension Scorecard.Cell {
  init(
    _ rows: [RunRecord.Row], of check: CheckMetadata, statistic: Statistic,
    targets: [String: String]
  ) {
    var byScene: [String: [Double]] = [:]
    var order: [String] = []
    for row in rows {
      switch row.status {
      case .measured:
        guard let value = row.finding?.value else { continue }
        if byScene[row.scene] == nil { order.append(row.scene) }
        byScene[row.scene, default: []].append(value)
      case .notApplicable: notApplicable.appendOnce(row.reason ?? "no reason given")
      case .failed: failures.appendOnce(row.reason ?? "no message given")
      }
    }
    // Seeds first, then scenes: a scene with more seeds has no more weight.
    let values = order.map { (scene: $0, value: Statistic.mean(byScene[$0] ?? []) ?? .nan) }
    self.values = values.map(\.value)
    value = statistic(self.values)
    for (scene, value) in values {
      let target = targets[scene] ?? scene
      if byTarget.contains(where: { $0.target == target }) { continue }
      let same = values.filter { (targets[$0.scene] ?? $0.scene) == target }.map(\.value)
      byTarget.append((target, statistic(same) ?? value))
    }
    interval = StatisticInterval.interval(byTarget.map(\.value), of: statistic).map(check.possible)
  }
}

extension CandidateRecord {
  /// The column that changes nothing: it shows what the input is like, and wins every check that punishes change.
  package var isUntouchedInput: Bool { kind == .baseline && name == "identity" }
}

extension [String] {
  /// Appends what is not there yet.
  mutating func appendOnce(_ element: String) {
    if !contains(element) { append(element) }
  }
}
