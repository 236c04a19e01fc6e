internal import Evaluation

/// The winner on every kind of gear that the test scenes hold: does it work beyond what it was tuned on?
struct MatrixSection {
  var tables: [Table]
  var absence: String?
  /// What is known of what training saw, in a sentence.
  var training = ""

  struct Table {
    var id: String
    var caption: String
    var columnKind: String
    var columns: [Heading]
    var rows: [Row]
  }

  /// A camera, a filter or a kind of scene.
  struct Heading {
    var name: String
    /// Whether training never met it.
    var isUnseen: Bool
  }

  struct Row {
    var heading: Heading
    var cells: [Cell]
  }

  struct Cell {
    var value: String
    var count: String
    /// `heat-0` to `heat-4`, from the row's worst to its best; empty for a cell without scenes.
    var tone: String
    var isThin: Bool
    /// Whether training never met the camera, or the filter or kind of scene.
    var isUnseen: Bool
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
    let seen = Self.seen(record, winner, byFilter: byFilter)
    training = Self.words(record, winner, sensors + columns, seen)
    func heading(_ name: String, _ known: Set<String>?) -> Heading {
      Heading(name: SafeText.line(name), isUnseen: known.map { !$0.contains(name) } ?? false)
    }
    let tops = columns.map { heading($0, seen?.columns) }
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
          columns: tops,
          rows: zip(sensors, means).map { sensor, cells in
            let side = heading(sensor, seen?.sensors)
            return Row(
              heading: side,
              cells: zip(cells, tops).map { mean, top in
                var cell = Self.cell(mean, low: low, high: high, gains)
                cell.isUnseen = mean != nil && (side.isUnseen || top.isUnseen)
                return cell
              })
          }))
    }
    if tables.isEmpty { absence = "None of its checks was measured." }
  }

  private static func cell(
    _ mean: (value: Double, count: Int)?, low: Double, high: Double,
    _ direction: CheckMetadata.Direction
  ) -> Cell {
    guard let mean else {
      return Cell(value: "–", count: "", tone: "", isThin: false, isUnseen: false)
    }
    let worst = max(direction.loss(low), direction.loss(high))
    let best = min(direction.loss(low), direction.loss(high))
    let share = worst > best ? (worst - direction.loss(mean.value)) / (worst - best) : 1
    return Cell(
      value: NumberFormat.text(mean.value, digits: 3), count: Words.count(mean.count, "scene"),
      tone: "heat-\(min(4, max(0, Int(share * 5))))", isThin: mean.count < 2, isUnseen: false)
  }

  /// What training met of the matrix's headings; `nil` where the winner was not trained in this run, or nobody wrote it down.
  private static func seen(
    _ record: RunRecord, _ winner: String, byFilter: Bool
  ) -> (sensors: Set<String>, columns: Set<String>)? {
    guard let known = record.trainedOn,
      record.candidates.contains(where: { $0.name == winner && $0.training != nil })
    else { return nil }
    return (Set(known.sensors), Set(byFilter ? known.filters : known.kinds))
  }

  private static func words(
    _ record: RunRecord, _ winner: String, _ names: [String],
    _ seen: (sensors: Set<String>, columns: Set<String>)?
  ) -> String {
    guard let candidate = record.candidates.first(where: { $0.name == winner }) else { return "" }
    if candidate.kind == .baseline {
      return "A classical filter is not trained: all gear is alike to it."
    }
    guard let seen else { return "The record does not say what the winner was trained on." }
    let unseen = names.filter { !seen.sensors.union(seen.columns).contains($0) }
    return unseen.isEmpty
      ? "Training met all of this gear and all of these skies, if not these frames."
      : "Framed cells are of what training never met: \(Words.list(unseen.map(SafeText.line)))."
  }

  private static func unique(_ values: [String]) -> [String] {
    var result: [String] = []
    for value in values { result.appendOnce(value) }
    return result
  }
}
