internal import Evaluation

/// The winner on every kind of gear that the test scenes hold: does it work beyond what it was tuned on?
struct MatrixSection {
  var tables: [Table]
  var absence: String?

  struct Table {
    var id: String
    var caption: String
    var columnKind: String
    var columns: [String]
    var rows: [Row]
  }

  struct Row {
    var name: String
    var cells: [Cell]
  }

  struct Cell {
    var value: String
    var count: String
    /// `heat-0` to `heat-4`, from the row's worst to its best; empty for a cell without scenes.
    var tone: String
    var isThin: Bool
  }

  /// What is shown: a check, and whether as an improvement over the untouched input.
  private static let wanted: [(check: String, isGain: Bool)] = [
    ("psnr-display", true), ("noise-reduction", false), ("star-loss", false),
    ("over-smoothing", false),
  ]

  init(_ record: RunRecord) {
    (tables, absence) = ([], nil)
    guard let winner = record.winner?.candidate else {
      absence = "There is no winner to look at."
      return
    }
    let test = record.scenes.filter { $0.split == .test }
    let sensors = Self.unique(test.map { $0.sensor ?? "unknown sensor" })
    let filters = Self.unique(test.map { $0.filter ?? "no filter stated" })
    // One filter would be one column that says nothing; kinds of scenes say more.
    let byFilter = filters.count > 2
    let columns = byFilter ? filters : Self.unique(test.map(\.kind))
    guard sensors.count * columns.count > 1 else {
      absence =
        "All test scenes are of one kind and one sensor, so nothing can be said about others."
      return
    }
    let input = record.candidates.first { $0.isUntouchedInput }?.name
    var values: [String: [String: Double]] = [:]
    for row in record.rows where row.split == .test {
      if let value = row.finding?.value, value.isFinite {
        values["\(row.candidate)\u{0}\(row.check)", default: [:]][row.scene] = value
      }
    }
    for (id, isGain) in Self.wanted {
      guard let check = record.checks.first(where: { $0.id == id }) else { continue }
      let own = values["\(winner)\u{0}\(id)"] ?? [:]
      let before = input.flatMap { values["\($0)\u{0}\(id)"] } ?? [:]
      func figure(_ scene: SceneRecord) -> Double? {
        guard let value = own[scene.name] else { return nil }
        guard isGain else { return value }
        return before[scene.name].map { check.direction.improvement(value, over: $0) }
      }
      let means = sensors.map { sensor in
        columns.map { column -> (value: Double, count: Int)? in
          let found = test.filter { scene in
            (scene.sensor ?? "unknown sensor") == sensor
              && (byFilter ? scene.filter ?? "no filter stated" : scene.kind) == column
          }.compactMap(figure)
          return Statistic.mean(found).map { ($0, found.count) }
        }
      }
      let all = means.joined().compactMap { $0?.value }
      guard let low = all.min(), let high = all.max() else { continue }
      let gains = isGain ? CheckMetadata.Direction.higherIsBetter : check.direction
      let unit = check.unit.isEmpty ? "" : ", \(SafeText.line(check.unit))"
      tables.append(
        Table(
          id: "matrix-\(tables.count + 1)",
          caption: isGain
            ? "\(SafeText.line(check.title)): gain of \(SafeText.line(winner)) over the input\(unit)"
            : "\(SafeText.line(check.title)) of \(SafeText.line(winner))\(unit); \(check.direction.words)",
          columnKind: byFilter ? "filter" : "kind of scene",
          columns: columns.map(SafeText.line),
          rows: zip(sensors, means).map { sensor, cells in
            Row(
              name: SafeText.line(sensor),
              cells: cells.map { Self.cell($0, low: low, high: high, gains) })
          }))
    }
    if tables.isEmpty { absence = "None of its checks was measured." }
  }

  private static func cell(
    _ mean: (value: Double, count: Int)?, low: Double, high: Double,
    _ direction: CheckMetadata.Direction
  ) -> Cell {
    guard let mean else { return Cell(value: "–", count: "", tone: "", isThin: false) }
    let worst = max(direction.loss(low), direction.loss(high))
    let best = min(direction.loss(low), direction.loss(high))
    let share = worst > best ? (worst - direction.loss(mean.value)) / (worst - best) : 1
    return Cell(
      value: NumberFormat.text(mean.value, digits: 3), count: Words.count(mean.count, "scene"),
      tone: "heat-\(min(4, max(0, Int(share * 5))))", isThin: mean.count < 2)
  }

  private static func unique(_ values: [String]) -> [String] {
    var result: [String] = []
    for value in values { result.appendOnce(value) }
    return result
  }
}
