import Gating

/// The limits that the release preset sets, for single frames: one place says what may ship.
struct ReleaseLimits {
  private let limits: [MetricKey: Double]

  init() throws {
    let preset = try GateConfiguration(preset: "release", catalogue: GateLookup.catalogue)
    limits = Dictionary(
      preset.rules.compactMap { rule in
        rule.questions.lazy.compactMap { Self.limit($0.criterion) }.first.map { (rule.metric, $0) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The limit of a check's figure, or of one of its parts: of a range the upper end, of a margin its width.
  subscript(_ check: String, part: String? = nil) -> Double {
    let key = MetricKey(check, part: part)
    guard let limit = limits[key] else {
      preconditionFailure("the release preset has no limit for \(key)")
    }
    return limit
  }

  private static func limit(_ criterion: Criterion) -> Double? {
    switch criterion {
    case .maximum(let limit), .minimum(let limit), .absoluteMaximum(let limit),
      .worstImageMaximum(let limit),
      .between(_, let limit), .nonInferior(let limit, .candidate):
      limit
    default: nil
    }
  }
}
