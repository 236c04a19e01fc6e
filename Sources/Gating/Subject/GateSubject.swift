public import Evaluation
internal import AstroImages

/// One candidate's values on the test images: all that a gate reads of it.
public struct GateSubject: Sendable {
  /// A value of one image.
  public struct Measured: Sendable {
    public var value: Double
    /// How many things it was measured on.
    public var count: Int?
    public var unit: String
  }

  /// What comparing two files of one network gave on an image, in fractions of the input's range.
  public struct Parity: Codable, Sendable {
    /// Percent of the pixels beyond the rule's tolerance.
    public var exceedingPercent: Double
    public var largest: Double

    public init(exceedingPercent: Double, largest: Double) {
      self.exceedingPercent = exceedingPercent
      self.largest = largest
    }
  }

  public var name: String
  public var specification: String
  /// SHA-256 of the weights or the model file.
  public var sha256: String?
  public var images: [GateImage]
  public var checks: [CheckMetadata]
  public var values: [MetricKey: [String: Measured]] = [:]
  /// Checks that failed on an image, with the reason.
  public var failures: [String: [String: String]] = [:]
  /// Checks that had nothing to measure on an image, with the reason.
  public var notApplicable: [String: [String: String]] = [:]
  public var scalars: [Scalar: Double] = [:]
  public var parity: [String: Parity] = [:]
  /// What it has learnt from, as far as that is known.
  public var training = TrainingKnowledge.unknown(reason: "nobody has looked")
  /// How many training seeds the run has of this candidate.
  public var seeds: Int = 1

  /// A candidate of a run; `nil` when the run has none of that name.
  ///
  /// Several seeds are averaged image by image.
  public init?(_ name: String, in record: RunRecord, split: RunRecord.Split = .test) {
    guard let candidate = record.candidates.first(where: { $0.name == name }) else { return nil }
    self.name = name
    specification = candidate.specification
    sha256 = candidate.weightsSHA256
    checks = record.checks
    let hashes = Dictionary(
      record.provenance.data.map { ($0.name, $0.sha256) }
    ) { first, _ in first }
    images = record.scenes.filter { $0.split == split }
      .map { GateImage($0, inputSHA256: hashes["input/" + $0.name]) }
    if let parameters = candidate.parameters { scalars[.parameters] = Double(parameters) }
    if let seconds = candidate.secondsPerMegapixel { scalars[.secondsPerMegapixel] = seconds }
    let units = Dictionary(record.checks.map { ($0.id, $0.unit) }) { first, _ in first }
    var sums: [MetricKey: [String: (sum: Double, seeds: Int, count: Int?, unit: String)]] = [:]
    func add(_ key: MetricKey, _ image: String, _ value: Double, _ count: Int?, _ unit: String) {
      let known = sums[key]?[image]
      sums[key, default: [:]][image] = (
        (known?.sum ?? 0) + value, (known?.seeds ?? 0) + 1, count, unit
      )
    }
    for row in record.rows where row.candidate == name && row.split == split {
      switch (row.status, row.finding) {
      case (.measured, let finding?) where finding.value.isFinite:
        add(MetricKey(row.check), row.scene, finding.value, finding.count, units[row.check] ?? "")
        for part in finding.parts where part.value.isFinite {
          add(MetricKey(row.check, part: part.name), row.scene, part.value, part.count, part.unit)
        }
      case (.notApplicable, _):
        notApplicable[row.check, default: [:]][row.scene] = row.reason ?? "no reason given"
      default:
        failures[row.check, default: [:]][row.scene] = row.reason ?? "the value is not a number"
      }
    }
    values = sums.mapValues { images in
      images.mapValues {
        Measured(value: $0.sum / Double($0.seeds), count: $0.count, unit: $0.unit)
      }
    }
    seeds = max(1, Set(record.rows.filter { $0.candidate == name }.map(\.seed)).count)
  }

  /// A hash of which pixels were judged: image names and the hashes of their inputs.
  public var testSetSHA256: String { Self.testSetSHA256(of: images) }

  static func testSetSHA256(of images: [GateImage]) -> String {
    SHA256.hexadecimal(
      of: images.map { "\($0.name)\t\($0.sha256 ?? "-")\t\($0.fullScale)\t\($0.target)\n" }.sorted()
        .joined())
  }
}
