public import Evaluation

/// The run in a few tables, for a pull request or a terminal: the verdict first, never more than 60 KB.
public struct MarkdownReporter: Reporter {
  public static let id = "markdown"
  public static let fileName = "summary.md"

  /// A comment on GitHub holds 65 536 characters; this leaves room for whoever quotes it.
  package static let mostBytes = 60_000

  public init() {}

  public func render(_ record: RunRecord, assets: (String) throws -> [UInt8]) throws -> [UInt8] {
    let card = Scorecard(record, split: .test)
    var text = head(record)
    let tail = provenance(record)
    var leftOut = 0
    // Whole sections only: half a table reads like a whole one.
    for section in [scorecard(record, card), cost(record), scenes(record)] {
      let room = Self.mostBytes - text.utf8.count - tail.utf8.count - 200
      if section.utf8.count <= room { text += section } else { leftOut += 1 }
    }
    if leftOut > 0 {
      text += "\n\(Words.count(leftOut, "table")) did not fit here; report.html has everything.\n"
    }
    return Array((text + tail).utf8)
  }

  private func head(_ record: RunRecord) -> String {
    var text = ""
    let lead = record.verdict.first ?? "This run states no verdict."
    text += "# \(SafeText.markdown(lead, limit: 400))\n\n"
    for sentence in record.verdict.dropFirst().prefix(12) {
      text += "- \(SafeText.markdown(sentence, limit: 400))\n"
    }
    if let winner = record.winner {
      text +=
        "\n**Winner: \(SafeText.markdown(winner.candidate))** (chosen on the validation split, figures below from the test split): "
      text += "\(SafeText.markdown(winner.reason, limit: 400))\n"
    }
    let preset = "preset \(record.preset)"
    let known = record.title.hasSuffix(preset) ? "" : ", \(SafeText.markdown(preset))"
    return text + "\n\(SafeText.markdown(record.title, limit: 200))\(known).\n"
  }

  private func scorecard(_ record: RunRecord, _ card: Scorecard) -> String {
    guard !card.rows.isEmpty, !record.candidates.isEmpty else { return "" }
    var text = "\n## Scorecard\n\nTest split, \(Words.count(card.sceneCount, "scene")) of "
    text +=
      "\(Words.count(card.targetCount, "target")); mean over scenes, or median where the check is a drift. "
    text += "Bold: better than every other candidate by more than the scenes scatter.\n"
    for question in CheckMetadata.Question.allCases {
      let rows = card.rows.filter { $0.check.question == question }
      if rows.isEmpty { continue }
      text += "\n### \(question.rawValue)\n\n"
      text += table(
        ["check", "unit", "better"]
          + record.candidates.map { SafeText.markdown($0.name, limit: 40) },
        rows.map { row in
          [
            SafeText.markdown(row.check.title, limit: 60),
            SafeText.markdown(row.check.unit, limit: 40),
            "\(row.check.direction.sign), \(row.statistic.rawValue)",
          ]
            + row.cells.enumerated().map { place, cell in
              let value = cell.value.map { NumberFormat.text($0) }
              let missing = cell.failures.isEmpty ? "–" : "failed"
              return row.best == place ? "**\(value ?? missing)**" : value ?? missing
            }
        })
    }
    return text + failures(record)
  }

  /// The failed measurements, each check and message once; nobody may take a row without them for a complete one.
  private func failures(_ record: RunRecord) -> String {
    var lines: [String] = []
    for row in record.rows where row.status == .failed && row.split == .test {
      lines.appendOnce(
        "- `failed` \(SafeText.markdown(row.check)) of \(SafeText.markdown(row.candidate)): "
          + "\(SafeText.markdown(row.reason ?? "no message given", limit: 160))\n")
    }
    guard !lines.isEmpty else { return "" }
    let rest = lines.count > 20 ? "- and \(lines.count - 20) more\n" : ""
    return "\nFailed measurements on the test split:\n\n" + lines.prefix(20).joined() + rest
  }

  private func cost(_ record: RunRecord) -> String {
    guard !record.candidates.isEmpty else { return "" }
    return "\n## Cost\n\n"
      + table(
        ["candidate", "parameters", "MACs a pixel", "seconds a megapixel (timing)"],
        record.candidates.map {
          [
            SafeText.markdown($0.name), $0.parameters.map(NumberFormat.integer) ?? "–",
            $0.multiplyAccumulatesPerPixel.map(NumberFormat.short) ?? "–",
            $0.secondsPerMegapixel.map { NumberFormat.text($0, digits: 3) } ?? "–",
          ]
        })
  }

  private func scenes(_ record: RunRecord) -> String {
    guard !record.scenes.isEmpty else { return "" }
    return "\n<details><summary>\(Words.count(record.scenes.count, "scene"))</summary>\n\n"
      + table(
        ["scene", "split", "origin", "sensor", "size", "sky noise", "own noise of the reference"],
        record.scenes.map {
          [
            SafeText.markdown($0.name), $0.split.rawValue, SafeText.markdown($0.origin),
            $0.sensor.map { SafeText.markdown($0) } ?? "–", "\($0.width) × \($0.height)",
            $0.skyNoise.map { NumberFormat.text($0, digits: 3) } ?? "–",
            $0.referenceNoise.map { NumberFormat.text($0, digits: 3) } ?? "not measured",
          ]
        }) + "\n</details>\n"
  }

  private func provenance(_ record: RunRecord) -> String {
    let provenance = record.provenance
    return
      "\n## Provenance\n\n- evalbench \(SafeText.markdown(provenance.evalbenchVersion)), commit "
      + "\(SafeText.markdown(provenance.commit))\(provenance.isDirty ? " with uncommitted changes" : ""), "
      + "seed \(provenance.seed), \(Words.count(provenance.threads, "thread")), kernels "
      + "\(SafeText.markdown(provenance.cpuLevel))\n- started \(SafeText.markdown(provenance.startedAt))\n- "
      + "command: \(SafeText.markdown(provenance.commandLine.map(ProvenanceSection.quoted).joined(separator: " "), limit: 1000))\n"
  }

  private func table(_ head: [String], _ rows: [[String]]) -> String {
    let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
    return ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }
}
