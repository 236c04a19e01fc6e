internal import Evaluation

/// What changed against an older run: the changed first, the rest folded.
struct ChangesSection {
  var introduction: String
  var changed: [Row]
  var unchanged: [Row]
  var notCompared: [String]
  var hasChanged: Bool
  var unchangedCount: String

  struct Row {
    var title: String
    var unit: String
    var before: String
    var now: String
    var change: String
    var interval: String
    var word: String
    var sign: String
    var tone: String
  }

  init(_ record: RunRecord, _ card: Scorecard, against older: RunRecord) {
    let oldCard = Scorecard(older, split: .test)
    (changed, unchanged, notCompared) = ([], [], [])
    let now = record.candidates.firstIndex { $0.name == record.winner?.candidate }
    let before = older.candidates.firstIndex { $0.name == older.winner?.candidate }
    let started = SafeText.line(older.provenance.startedAt)
    guard let now, let before else {
      introduction = "One of the two runs has no winner, so there is nothing to compare."
      (hasChanged, unchangedCount) = (false, "0")
      return
    }
    introduction =
      "\(SafeText.line(record.candidates[now].name)) of this run against \(SafeText.line(older.candidates[before].name)), the winner of the run of \(started) (\(SafeText.short(older.provenance.commit, limit: 12))). Paired by target on the test split; a change counts when its 95 % interval excludes zero."
    for row in card.rows {
      let title = SafeText.line(row.check.title)
      guard let old = oldCard.rows.first(where: { $0.check.id == row.check.id }) else {
        notCompared.append("\(title): the older run did not measure it")
        continue
      }
      guard old.check.version == row.check.version else {
        notCompared.append(
          "\(title): its definition changed (version \(old.check.version) to \(row.check.version))")
        continue
      }
      guard let own = row.cells[now].value, let past = old.cells[before].value else { continue }
      let difference = PairedDifference(row.cells[now], over: old.cells[before], row.check)
      let one = Row(row.check, past, own, difference)
      if one.tone == "quiet" { unchanged.append(one) } else { changed.append(one) }
    }
    // What got worse matters more than what got better.
    changed = changed.filter { $0.tone == "bad" } + changed.filter { $0.tone != "bad" }
    hasChanged = !changed.isEmpty
    unchangedCount = NumberFormat.integer(unchanged.count)
  }
}

extension ChangesSection.Row {
  fileprivate init(
    _ check: CheckMetadata, _ before: Double, _ now: Double, _ difference: PairedDifference?
  ) {
    title = SafeText.line(check.title)
    unit = SafeText.line(check.unit)
    self.before = NumberFormat.text(before)
    self.now = NumberFormat.text(now)
    change = NumberFormat.signed(now - before)
    interval = "–"
    (word, sign, tone) = ("not told apart", "=", "quiet")
    guard let difference else {
      word = "no target in both runs"
      return
    }
    guard let ends = difference.interval else {
      word = "fewer than three targets in both"
      return
    }
    interval = "\(NumberFormat.signed(ends.low)) … \(NumberFormat.signed(ends.high))"
    if ends.low == 0, ends.high == 0 {
      word = "the same"
    } else if ends.low > 0 {
      (word, sign, tone) = ("better", "▲", "good")
    } else if ends.high < 0 {
      (word, sign, tone) = ("worse", "▼", "bad")
    }
  }
}
