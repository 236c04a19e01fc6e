/// One question of one rule on one slice, answered: a row of every output.
public struct GateEntry: Codable, Equatable, Sendable {
  /// An interval whose missing ends are unbounded.
  public struct Interval: Codable, Equatable, Sendable {
    public var low: Double?
    public var high: Double?
    public var level: Double
  }

  public struct JudgedImage: Codable, Equatable, Sendable {
    public var image: String
    public var target: String
    public var value: Double
    /// Where the report shows it.
    public var link: String
  }

  public struct WaiverNote: Codable, Equatable, Sendable {
    public var reason: String
    public var owner: String
    public var expires: String
  }

  public var rule: String
  public var criterion: String
  public var severity: Severity
  /// The property and its value; empty for all images.
  public var slice: [String: String]
  public var outcome: Outcome
  public var verdict: Verdict
  /// Whether the question was answered, and well.
  public var passed: Bool
  /// Whether it keeps the gate shut.
  public var blocking: Bool
  public var metric: String
  public var part: String?
  /// The range of the metric, `snr 5-10`; `nil` where the whole is judged.
  public var bin: String?
  public var unit: String
  /// What is compared with the limit: a mean, an improvement, a share, the worst value.
  public var value: Double?
  public var interval: Interval?
  public var limit: String
  public var groups: Int
  public var images: Int
  public var groupsNeeded: Int?
  public var probability: Double?
  /// The images that are worst, worst first.
  public var worst: [JudgedImage]
  /// The image in the middle of them all, for comparison; `nil` where the worst are all there are.
  public var typical: JudgedImage?
  public var message: String
  public var because: String?
  public var advice: String?
  public var waiver: WaiverNote?
  /// Where the rule stands: `evalbench.yaml:12:3`.
  public var place: String

  /// The criterion with the range that it is about: `abs_max, snr 5-10`.
  public var question: String { bin.map { "\(criterion), \($0)" } ?? criterion }

  /// `filter=Ha`, or `all images`.
  public var sliceText: String {
    slice.isEmpty
      ? "all images"
      : slice.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }
}

/// What a gate decided, with everything that it is read from: `gate.json`.
public struct GateResult: Codable, Equatable, Sendable {
  public static let currentSchema = "evalbench.gate-result/1"

  public struct Party: Codable, Equatable, Sendable {
    public var name: String
    public var specification: String
    public var sha256: String?
    public init(name: String, specification: String, sha256: String?) {
      self.name = name
      self.specification = specification
      self.sha256 = sha256
    }
  }

  public struct Counts: Codable, Equatable, Sendable {
    public var passed = 0
    public var warned = 0
    public var failed = 0
    public var inconclusive = 0
    public var notRun = 0
    public var waived = 0
    public var skipped = 0

    /// `2 failed, 1 inconclusive, 3 warned, 1 waived, 14 passed`.
    public var text: String {
      var parts = [
        "\(failed) failed", "\(inconclusive) inconclusive", "\(warned) warned",
        "\(waived) waived", "\(passed) passed",
      ]
      if notRun > 0 { parts.insert("\(notRun) not run", at: 2) }
      if skipped > 0 { parts.append("\(skipped) skipped") }
      return parts.joined(separator: ", ")
    }
  }

  public var schema: String
  public var verdict: Verdict
  public var passed: Bool
  public var exitCode: Int32
  public var candidate: Party
  /// The hash of the model file that was run, where one was.
  public var artefactSHA256: String?
  /// The hash of the file that it was exported from, where a rule compared the two.
  public var nativeSHA256: String?
  public var baseline: Party?
  public var configuration: String
  public var extends: [String]
  public var testSetSHA256: String
  public var images: [GateImage]
  public var targets: Int
  public var seeds: Int
  /// Rules that need a baseline were left out, because this is the first release.
  public var rubberStamped: Bool
  /// Fewer images were judged than the test set has.
  public var subset: Bool
  /// Images whose figures came from the cache.
  public var cachedImages: Int
  /// The exit code was kept at 0 to let a gate be adopted.
  public var warnOnly: Bool
  public var counts: Counts
  public var rules: [GateEntry]
  public var notes: [String]
  public var evalbenchVersion: String
  /// UTC, ISO 8601; a time, different on every run.
  public var decidedAt: String

  /// The last line on stdout.
  public var lastLine: String {
    var stamps = ""
    if rubberStamped { stamps += " RUBBER-STAMPED" }
    if subset { stamps += " SUBSET" }
    if warnOnly { stamps += " WARN-ONLY" }
    return
      "evalbench gate: \(verdict.rawValue)\(stamps)  (\(counts.text)) candidate=\(candidate.name) baseline=\(baseline?.name ?? "none") exit=\(exitCode)"
  }
}
