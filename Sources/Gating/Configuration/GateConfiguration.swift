public import Statistics

/// Everything that a gate is asked: rules, slices, waivers, and how to decide them.
public struct GateConfiguration: Equatable, Sendable {
  public static let schema = "evalbench.gate/1"

  /// The file that it was read from, or the preset's name.
  public var path: String
  /// What it extends, nearest first: `preset:release`.
  public var extends: [String]
  public var candidate: String?
  /// The file that the candidate was exported from, for parity.
  public var native: String?
  public var baseline = BaselineSettings()
  public var data = DataSettings()
  public var statistics = StatisticsSettings()
  public var policy = Policy()
  public var rules: [Rule] = []
  public var slices: [Slicing] = []
  public var waivers: [Waiver] = []

  /// The baseline file and what its absence means.
  public struct BaselineSettings: Equatable, Sendable {
    public enum Missing: String, CaseIterable, Sendable {
      case error
      /// Rules that need a baseline are left out, and every output says so.
      case firstRelease = "first-release"
    }
    public var path: String?
    public var missing = Missing.error
    /// Older baselines are warned about.
    public var maximumAgeInDays: Int?

    public init() {}
  }

  /// Whether the rules can be asked where there is no baseline; known before anything is computed.
  public func checkGoesWithoutBaseline() throws(NotComparable) {
    guard baseline.missing == .error,
      let rule = rules.first(where: {
        $0.severity != .off && $0.questions.contains { $0.criterion.needsBaseline }
      })
    else { return }
    throw NotComparable(
      "\(rule.place): rule '\(rule.id)' compares with a baseline, and there is none; name one (baseline.ref or --baseline), save one with 'evalbench baseline save', or say 'baseline: {missing: first-release}'"
    )
  }

  /// The frames that a model is scored on, and what counts as one.
  public struct DataSettings: Equatable, Sendable {
    public enum Group: String, CaseIterable, Sendable { case target, image }
    public enum Source: Equatable, Sendable {
      case simulated(targets: Int, size: Int, seed: UInt64)
      case frames(String)
      case pairs(noisy: String, clean: String)
    }
    public var source = Source.simulated(targets: 24, size: 512, seed: 1)
    public var groupBy = Group.target
    public var minimumGroups = 8
    /// The properties whose values in the test set must not have been met in training.
    public var unseen: [Facet] = []
    /// The hash of the test set that must be judged, where it is pinned.
    public var testSet: String?
  }

  public struct StatisticsSettings: Equatable, Sendable {
    public enum Correction: String, CaseIterable, Sendable { case holm, none }
    public var interval = IntervalMethod.bootstrapT
    public var level = 0.95
    public var resamples = 10_000
    public var seed: UInt64 = 12_345
    public var superiorityCorrection = Correction.holm
    /// The fewest training seeds.
    public var minimumSeeds = 1
  }

  public struct Policy: Equatable, Sendable {
    public enum Consequence: String, CaseIterable, Sendable { case fail, warn, pass }
    public enum FailOn: String, CaseIterable, Sendable { case error, warn }
    public var onMissing = Consequence.fail
    public var onInconclusive = Consequence.fail
    public var failOn = FailOn.error
    /// Whether switching a rule off needs a reason.
    public var offNeedsReason = false
  }
}
