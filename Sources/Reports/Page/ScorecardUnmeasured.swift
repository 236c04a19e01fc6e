internal import Evaluation

extension ScorecardSection {
  /// The checks that nobody has a figure of, for one reason.
  ///
  /// Rows of dashes say nothing that a sentence does not say better, and a reason that forty checks share is said once.
  struct Unmeasured {
    var reason: String
    var checks: [Check]

    /// A check's name and its place in the glossary.
    struct Check {
      var title: String
      var entry: String
      /// What stands between this name and the next.
      var separator = ", "
    }
  }
}

extension ScorecardSection.Unmeasured {
  /// The reasons in the order of the first check that each keeps from being measured.
  ///
  /// - Parameter entries: each check's place in the glossary.
  static func all(_ rows: [Scorecard.Row], entries: [String: Int]) -> [Self] {
    let silent = rows.filter(\.isSilent)
    var seen: Set<String> = []
    return silent.map(\.silence).filter { seen.insert($0).inserted }.map { reason in
      var checks = silent.filter { $0.silence == reason }.map { row in
        Check(title: SafeText.line(row.check.title), entry: "check-\(entries[row.check.id] ?? 0)")
      }
      checks[checks.count - 1].separator = ""
      return Self(reason: SafeText.line(reason), checks: checks)
    }
  }
}

extension Scorecard.Row {
  /// Whether no candidate has a figure, and none failed to have one.
  var isSilent: Bool {
    cells.allSatisfy { $0.value == nil && $0.failures.isEmpty }
  }

  /// Why nobody has a figure.
  fileprivate var silence: String {
    let reasons = MergedReasons.merged(Array(Set(cells.flatMap(\.notApplicable))).sorted())
    return reasons.isEmpty ? "no row in the record" : reasons.joined(separator: "; or ")
  }
}
