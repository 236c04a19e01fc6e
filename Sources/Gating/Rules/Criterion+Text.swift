extension Criterion {
  /// What is asked, in words: `at most 3 % from zero`.
  public func text(unit: String) -> String {
    func amount(_ value: Double) -> String { Figures.text(value, unit: unit) }
    func name(_ comparator: Criterion.Comparator) -> String {
      switch comparator {
      case .baseline: "the baseline"
      case .candidate(let name): "'\(name)'"
      case .ideal: "the best value"
      }
    }
    switch self {
    case .minimum(let value): return "at least \(amount(value))"
    case .maximum(let value): return "at most \(amount(value))"
    case .absoluteMaximum(let value): return "at most \(amount(value)) from zero"
    case .between(let low, let high): return "from \(Figures.text(low)) to \(amount(high))"
    case .nonInferior(let margin, let to):
      return "not worse than \(name(to)) by more than \(amount(margin))"
    case .superior(let margin, let to):
      return "better than \(name(to)) by more than \(amount(margin))"
    case .equivalent(let margin, let to): return "within \(amount(margin)) of \(name(to))"
    case .regressedFraction(let share, let by):
      return
        "at most \(Figures.text(share * 100)) % of the images worse than the baseline by more than \(amount(by))"
    case .worstImageMinimum(let value): return "every image at least \(amount(value))"
    case .worstImageMaximum(let value): return "every image at most \(amount(value))"
    case .worstGroup(let value): return "every group within \(amount(value))"
    case .zero: return "none"
    case .unseen(let facet): return "no \(facet.rawValue) that it has met in training"
    case .parity(let tolerance, let percent, let hard):
      return
        "at most \(Figures.text(percent)) % of the pixels differ by more than \(Figures.text(tolerance)) of the input's range, none by more than \(Figures.text(hard))"
    }
  }
}
