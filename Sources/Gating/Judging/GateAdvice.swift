internal import Evaluation

/// What to try when a rule fails, by what it protects.
enum GateAdvice {
  /// The next step for whoever trained the model or keeps its test set.
  ///
  /// - Parameter targets: how many the test set has, of which the entry's groups may be a part.
  static func text(
    for question: CheckMetadata.Question?, _ entry: GateEntry, targets: Int
  ) -> String {
    if entry.outcome == .inconclusive {
      guard let needed = entry.groupsNeeded, needed > entry.groups else {
        return "improve the model; the limit is reached by the figure, not by chance"
      }
      let kind =
        entry.slice.isEmpty && entry.groups > 0 && entry.groups < targets
        ? "about \(needed) that it is measured on, which is about \(needed * targets / entry.groups) in all"
        : "about \(needed) in all"
      return "add test targets (\(kind)), or accept it for now with a waiver"
    }
    let general = "look at the worst image in the report, then at 'evalbench gate explain'"
    switch question {
    case .stars:
      return
        "blink input and output around the stars; lower --strength, or train with more faint and close stars; \(general)"
    case .invention:
      return
        "compare with a second exposure: what is real repeats; train longer on pure noise frames; \(general)"
    case .faintSignal:
      return "lower --strength; give faint structure more weight in training; \(general)"
    case .frame:
      return
        "try a larger --tile and overlap, and look at the borders of the worst image; \(general)"
    case .brightness:
      return
        "check the normalisation's constants and that output and input share pedestal and scale; \(general)"
    case .noise: return "is it the right model for this camera and exposure? \(general)"
    case .fidelity, nil: return general
    }
  }
}
