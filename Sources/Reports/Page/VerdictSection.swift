internal import Evaluation

/// The answer, in plain words, before any table.
struct VerdictSection {
  var lead: String
  var sentences: [String]
  var winner: Winner?
  /// What the gate said of it.
  var gate: Standing?

  struct Standing {
    var chip: GateSection.Chip
    var text: String
  }

  struct Winner {
    var label: CandidateLabel?
    var name: String
    /// `nil` where the sentences above have it already.
    var reason: String?
    var figures: [Figure]
    var onnxFile: String?
    var modelCard: String?
  }

  /// One of the winner's figures, with where the input stood.
  struct Figure {
    var label: String
    var figure: String
    var before: String
  }

  init(_ record: RunRecord, test: Scorecard, gate: GateDocument?) {
    let words = record.verdict.map(SafeText.line)
    lead = words.first ?? "This run states no verdict."
    sentences = Array(words.dropFirst())
    winner = record.winner.map { Winner($0, record, test) }
    if let reason = winner?.reason, words.contains(where: { $0.contains(reason) }) {
      winner?.reason = nil
    }
    self.gate = gate.map {
      Standing(chip: GateSection.Chip($0.verdict), text: GateSection($0, record, shown: []).lead)
    }
  }
}

extension VerdictSection.Winner {
  init(_ winner: RunRecord.Winner, _ record: RunRecord, _ test: Scorecard) {
    let index = record.candidates.firstIndex { $0.name == winner.candidate }
    label = index.map { CandidateLabel(record, $0) }
    name = SafeText.line(winner.candidate)
    reason = SafeText.line(winner.reason)
    onnxFile = winner.onnxFile.map(SafeText.line)
    modelCard = winner.modelCard.map(SafeText.line)
    figures = []
    guard let index else { return }
    let input = record.candidates.firstIndex { $0.isUntouchedInput }
    for row in test.rows where Self.headlines.contains(row.check.id) {
      guard let value = row.cells[index].value else { continue }
      let unit = row.check.unit.prefix { $0 != "," }
      // A headline of a fraction reads as a percentage; tables keep the unit of metrics.csv.
      let isShare = unit == "fraction"
      func figure(_ value: Double) -> String { NumberFormat.text(isShare ? 100 * value : value) }
      let before = input.flatMap { row.cells[$0].value }
      figures.append(
        VerdictSection.Figure(
          label: SafeText.line(row.check.title),
          figure: "\(figure(value)) \(isShare ? "%" : SafeText.line(String(unit)))",
          before: before.map {
            "input \(figure($0)), \(row.statistic.rawValue) of the test split"
          }
            ?? "\(row.statistic.rawValue) of the test split"))
    }
  }

  /// The checks that the head of the page quotes.
  static let headlines: Set<String> = ["psnr-linear", "psnr-display", "star-loss", "faint-texture"]
}
