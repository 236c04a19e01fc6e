/// The keys of a rule.
enum RuleKeys {
  static let limits = [
    "min", "max", "abs_max", "between", "non_inferior", "non_inferior_to", "superior",
    "superior_to", "margin",
    "equivalent", "equivalent_to", "max_regressed_fraction", "regressed_by", "hard_min",
    "hard_max", "worst_group", "zero",
  ]
  static let parity = ["against", "fail", "fail_percent", "hard_fail"]
  static let all =
    [
      "severity", "metric", "part", "bins", "kind", "statistic", "decide", "min_groups", "only_if",
      "because", "reason", "ratchet", "warn",
    ] + limits + parity
}
