internal import Evaluation

/// What the gate decided: what keeps it shut first, what passed last.
struct GateSection {
  var verdict: Chip
  var lead: String
  var stamps: [String]
  var groups: [Group]
  var notes: [String]
  var source: String

  struct Group {
    var title: String
    var count: String
    var isOpen: Bool
    var rows: [Row]
  }

  /// A verdict as a sign and a word, so that colour is never alone.
  struct Chip {
    var word: String
    var sign: String
    var tone: String

    init(_ verdict: String) {
      word = SafeText.line(verdict)
      (sign, tone) =
        switch verdict {
        case "PASS": ("✓", "good")
        case "FAIL": ("✕", "bad")
        case "WARN": ("!", "warn")
        case "INCONCLUSIVE", "NOT-RUN": ("?", "warn")
        case "WAIVED": ("~", "quiet")
        default: ("–", "quiet")
        }
    }
  }

  struct Row {
    var chip: Chip
    var rule: String
    var question: String
    var slice: String
    var value: String
    var interval: String
    var limit: String
    var bar: String
    var groups: String
    var because: String?
    var message: String
    var advice: String?
    var waiver: String?
    var place: String
    var worst: [Link]
    /// The image in the middle of them all.
    var typical: Link?
    /// The crop of the place where a candidate is worst by the rule's check.
    var worstPlace: Link?
  }

  struct Link {
    var name: String
    var value: String
    var fragment: String
  }

  /// - Parameter shown: the places in the record of the crops that the page has.
  init(_ gate: GateDocument, _ record: RunRecord, shown: Set<Int>) {
    verdict = Chip(gate.verdict)
    let sorted = Dictionary(grouping: gate.rules, by: \.verdict)
    groups = Self.order.compactMap { verdict, title in
      guard let rules = sorted[verdict], !rules.isEmpty else { return nil }
      return Group(
        title: title, count: NumberFormat.integer(rules.count),
        isOpen: verdict == "FAIL"
          || (rules.count <= 6 && verdict != "PASS" && verdict != "SKIPPED"),
        rows: rules.map { Row($0, gate, record, shown: shown) })
    }
    let counts = groups.map { "\($0.count) \($0.title.lowercased())" }
    let rivals = gate.baseline.map { " against \(SafeText.line($0.name))" } ?? ""
    lead =
      "The gate looked at \(SafeText.line(gate.candidate.name))\(rivals) on \(Words.count(gate.images.count, "image")) of \(Words.count(gate.targets, "target")): \(Words.list(counts))."
    stamps = []
    if gate.rubberStamped {
      stamps.append("rubber-stamped: a first release, nothing to compare with")
    }
    if gate.subset { stamps.append("subset: not all test images were judged") }
    if gate.warnOnly { stamps.append("warn only: the exit code is 0 whatever was found") }
    if gate.cachedImages > 0 {
      stamps.append("\(Words.count(gate.cachedImages, "image")) from the cache")
    }
    notes = gate.notes.map(SafeText.line)
    let hashes = [gate.candidate, gate.baseline].compactMap { party -> String? in
      guard let party, let hash = party.sha256, !hash.isEmpty else { return nil }
      return " \(SafeText.line(party.name)) is \(SafeText.short(hash, limit: 13))."
    }
    source =
      "Rules of \(SafeText.line(gate.configuration)), decided \(SafeText.line(gate.decidedAt)), test set \(SafeText.short(gate.testSetSHA256, limit: 13))."
      + hashes.joined()
  }

  private static let order = [
    ("FAIL", "Failed"), ("INCONCLUSIVE", "Inconclusive"), ("NOT-RUN", "Not run"),
    ("WARN", "Warned"), ("WAIVED", "Waived"), ("PASS", "Passed"), ("SKIPPED", "Skipped"),
  ]
}

extension GateSection.Row {
  init(
    _ rule: GateDocument.Rule, _ gate: GateDocument, _ record: RunRecord, shown: Set<Int>
  ) {
    chip = GateSection.Chip(rule.verdict)
    self.rule = SafeText.line(rule.rule)
    let check = record.checks.first { $0.id == rule.metric }
    let title = check.map { SafeText.line($0.title) } ?? SafeText.line(rule.metric)
    question = title + (rule.part.map { ", \(SafeText.line($0))" } ?? "")
    slice =
      rule.slice.isEmpty
      ? ""
      : rule.slice.sorted { $0.key < $1.key }
        .map { "\(SafeText.line($0.key)) \(SafeText.line($0.value))" }.joined(separator: ", ")
    let unit = rule.unit.isEmpty ? "" : " \(SafeText.line(rule.unit))"
    value = rule.value.map { NumberFormat.text($0, digits: 3) + unit } ?? "–"
    interval = ""
    if let ends = rule.interval, ends.low != nil || ends.high != nil {
      let low = ends.low.map { NumberFormat.text($0, digits: 3) } ?? "no lower bound"
      let high = ends.high.map { NumberFormat.text($0, digits: 3) } ?? "no upper bound"
      interval = "\(low) … \(high)"
    }
    limit = SafeText.line(rule.limit)
    bar = LimitBar.svg(rule) ?? ""
    groups = Words.count(rule.groups, "target")
    because = rule.because.map(SafeText.line)
    message = SafeText.line(rule.message)
    advice = rule.advice.map(SafeText.line)
    waiver = rule.waiver.map {
      "Waived until \(SafeText.line($0.expires)) by \(SafeText.line($0.owner)): \(SafeText.line($0.reason))"
    }
    place = SafeText.line(rule.place)
    func link(_ judged: GateDocument.JudgedImage) -> GateSection.Link {
      GateSection.Link(
        name: SafeText.line(judged.image), value: NumberFormat.text(judged.value, digits: 3) + unit,
        fragment: ViewFragment.text(image: judged.image, candidate: gate.candidate.name))
    }
    worst = rule.worst.prefix(3).map(link)
    typical = rule.typical.map(link)
    worstPlace =
      record.crops.indices.lazy.filter(shown.contains).compactMap { index in
        let crop = record.crops[index]
        return crop.worst?.first { $0.check == rule.metric }.map {
          GateSection.Link(
            name: "\(SafeText.line(crop.scene)), crop \(index + 1)",
            value: SafeText.line(crop.reason),
            fragment: ViewFragment.text(image: String(index + 1), candidate: $0.candidate))
        }
      }.first
  }
}
