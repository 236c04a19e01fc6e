public import Evaluation

/// What a rule looks at: a check's value, or one of its parts.
public struct MetricKey: Hashable, Sendable, CustomStringConvertible {
  public var check: String
  /// The name of a further figure: `strong (SNR 20+)`; `nil` for the check's own value.
  public var part: String?

  public init(_ check: String, part: String? = nil) {
    self.check = check
    self.part = part
  }

  /// `star-loss / strong (SNR 20+)`.
  public var description: String { part.map { "\(check) / \($0)" } ?? check }
}

/// A figure of the candidate as a whole, not of an image.
public enum Scalar: String, CaseIterable, Sendable {
  case parameters
  case modelMegabytes = "model-megabytes"
  case secondsPerMegapixel = "seconds-per-megapixel"

  var unit: String {
    switch self {
    case .parameters: ""
    case .modelMegabytes: "MB"
    case .secondsPerMegapixel: "s/Mpx"
    }
  }
}

/// What is known about every metric before anything is measured.
public struct MetricCatalogue: Sendable {
  /// The pseudo-metric of rules that compare two files of one network.
  public static let parity = "onnx-parity"
  /// The pseudo-metric of rules about what a candidate has learnt from.
  public static let training = "training-data"

  private let checks: [String: CheckMetadata]
  public let names: [String]

  public init(_ checks: [CheckMetadata]) {
    self.checks = Dictionary(checks.map { ($0.id, $0) }) { first, _ in first }
    names = checks.map(\.id) + Scalar.allCases.map(\.rawValue)
  }

  public func check(_ id: String) -> CheckMetadata? { checks[id] }

  /// The unit of a check's own value or of a scalar; parts have units of their own, known when they are measured.
  public func unit(of key: MetricKey) -> String? {
    if key.part != nil { return nil }
    return checks[key.check]?.unit ?? Scalar(rawValue: key.check)?.unit
  }

  /// What must be equal for two values to be compared: `psnr-linear|unit:dB|better:higherIsBetter|v:1`.
  public static func signature(of check: CheckMetadata) -> String {
    "\(check.id)|unit:\(check.unit)|better:\(check.direction.rawValue)|v:\(check.version)"
  }
}
