internal import Evaluation

/// A release's values image by image: small enough for git, and enough to pair any later candidate with it.
public struct Baseline: Codable, Equatable, Sendable {
  public static let currentSchema = "evalbench.baseline/1"

  /// Who made it the baseline, and why.
  public struct Promotion: Codable, Equatable, Sendable {
    public var by: String
    public var reason: String
    public var at: String
    public init(by: String, reason: String, at: String) {
      self.by = by
      self.reason = reason
      self.at = at
    }
  }

  public var schema: String
  public var name: String
  public var candidate: GateResult.Party
  /// UTC, ISO 8601.
  public var createdAt: String
  public var evalbenchVersion: String
  public var testSetSHA256: String
  public var images: [GateImage]
  /// What must be equal for values to be compared, by check.
  public var signatures: [String: String]
  /// By metric (`star-loss`, `star-loss / strong (SNR 20+)`), then by image.
  public var values: [String: [String: Double]]
  public var promotion: Promotion?
  /// How often this test set has been used to decide; choosing on it makes the next figures optimistic.
  public var testSetUses: Int

  /// - Parameter parts: keeps the checks' further figures too, which makes the file some ten times as large.
  public init(
    _ subject: GateSubject, name: String, parts: Bool, createdAt: String, evalbenchVersion: String
  ) {
    schema = Self.currentSchema
    self.name = name
    candidate = GateResult.Party(
      name: subject.name, specification: subject.specification, sha256: subject.sha256)
    self.createdAt = createdAt
    self.evalbenchVersion = evalbenchVersion
    testSetSHA256 = subject.testSetSHA256
    images = subject.images
    signatures = Dictionary(
      subject.checks.map { ($0.id, MetricCatalogue.signature(of: $0)) }
    ) { first, _ in first }
    values = [:]
    for (key, images) in subject.values where parts || key.part == nil {
      values[key.description] = images.mapValues(\.value)
    }
    testSetUses = 1
  }

  /// Whether every check of a candidate may be paired with these values.
  public func checkComparable(with subject: GateSubject) throws(NotComparable) {
    try check(against: subject, metrics: Set(subject.checks.map(\.id)))
  }

  /// Whether values of a candidate may be paired with these.
  ///
  /// - Parameter metrics: the checks that are compared.
  func check(against subject: GateSubject, metrics: Set<String>) throws(NotComparable) {
    guard testSetSHA256 == subject.testSetSHA256 else {
      let (ours, theirs) = (
        Dictionary(images.map { ($0.name, $0.sha256) }) { first, _ in first },
        Dictionary(subject.images.map { ($0.name, $0.sha256) }) { first, _ in first }
      )
      let missing = ours.keys.filter { theirs[$0] == nil }.sorted()
      let added = theirs.keys.filter { ours[$0] == nil }.sorted()
      let changed = ours.keys.filter { theirs[$0] != nil && theirs[$0] != ours[$0] }.sorted()
      func list(_ names: [String], _ what: String) -> String? {
        names.isEmpty
          ? nil : "\(names.count) \(what) (\(names.prefix(3).joined(separator: ", ")))"
      }
      let facts = [
        list(missing, "of the baseline's are missing"), list(added, "are new"),
        list(changed, "have other pixels"),
      ].compactMap(\.self)
      throw NotComparable(
        "the baseline '\(name)' was measured on other frames: \(facts.isEmpty ? "other targets or full scales" : facts.joined(separator: "; ")); judge the same frames, or save a new baseline"
      )
    }
    for check in subject.checks where metrics.contains(check.id) {
      let signature = MetricCatalogue.signature(of: check)
      guard signatures[check.id] == signature else {
        throw NotComparable(
          "\(check.id) is not what it was: '\(signature)' here, '\(signatures[check.id] ?? "not measured")' in the baseline '\(name)'; measure the baseline's model again and save it"
        )
      }
    }
  }
}
