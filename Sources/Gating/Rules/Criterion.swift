/// One question that a rule asks of a metric. Limits are in the metric's unit.
public enum Criterion: Equatable, Sendable {
  /// The group mean is at least this.
  case minimum(Double)
  /// The group mean is at most this.
  case maximum(Double)
  /// The group mean is at most this far from zero: drifts.
  case absoluteMaximum(Double)
  /// The group mean lies between two values.
  case between(Double, Double)
  /// Not worse than the reference by more than the margin, paired by image.
  case nonInferior(margin: Double, to: Comparator)
  /// Better than the reference by more than the margin, paired by image; corrected for several claims.
  case superior(margin: Double, to: Comparator)
  /// Within the margin of the reference, both ways.
  case equivalent(margin: Double, to: Comparator)
  /// At most a share of the images is worse than the baseline by more than an amount.
  case regressedFraction(Double, by: Double)
  /// Every single image is at least this.
  case worstImageMinimum(Double)
  /// Every single image is at most this.
  case worstImageMaximum(Double)
  /// Every group is within the limits in the direction that is worse, as far from the best value as this at most.
  case worstGroup(Double)
  /// The sum over all images is zero: counts of what must never happen.
  case zero
  /// Outputs of two files of one network agree: at most `percent` of the pixels differ by more than `tolerance`, none by more
  /// than `hard`; in fractions of the input's range.
  case parity(tolerance: Double, percent: Double, hard: Double)
  /// No image has a value of this property that the candidate has met in training.
  case unseen(Facet)

  /// What paired criteria compare with.
  public enum Comparator: Equatable, Sendable {
    case baseline
    /// Another candidate of the same run, such as `identity`.
    case candidate(String)
    /// The best value that the metric has: 0 or 1.
    case ideal
  }

  /// The key in the configuration, which names it in every output.
  public var name: String {
    switch self {
    case .minimum: "min"
    case .maximum: "max"
    case .absoluteMaximum: "abs_max"
    case .between: "between"
    case .nonInferior: "non_inferior"
    case .superior: "superior"
    case .equivalent: "equivalent"
    case .regressedFraction: "max_regressed_fraction"
    case .worstImageMinimum: "hard_min"
    case .worstImageMaximum: "hard_max"
    case .worstGroup: "worst_group"
    case .zero: "zero"
    case .parity: "parity"
    case .unseen(let facet): "unseen_\(facet.rawValue)"
    }
  }

  /// Whether it asks for a baseline file.
  public var needsBaseline: Bool {
    switch self {
    case .nonInferior(_, .baseline), .superior(_, .baseline), .equivalent(_, .baseline),
      .regressedFraction:
      true
    default: false
    }
  }
}
