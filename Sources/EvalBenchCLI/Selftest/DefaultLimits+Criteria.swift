import Evaluation

extension DefaultLimits {
  static func most(
    _ value: Double, _ interval: Finding.Interval?, _ limit: Double, name: String = "",
    count: Int? = nil
  ) -> Criterion {
    Criterion(
      name: name, figure: value, sure: interval?.low ?? value, limit: limit, count: count)
  }

  /// The parts of a name, which there is none of where they cannot be measured.
  static func parts(
    _ finding: Finding, named name: String, _ limit: Double
  ) -> [Criterion] {
    finding.parts.filter { $0.name == name }.map {
      most($0.value, $0.interval, limit, name: name, count: $0.count)
    }
  }

  static func away(
    _ value: Double, _ interval: Finding.Interval?, from ideal: Double, limit: Double,
    name: String = "", count: Int? = nil
  ) -> Criterion {
    let half = interval.map { max($0.high - value, value - $0.low) } ?? 0
    let distance = abs(value - ideal)
    return Criterion(
      name: name, figure: distance, sure: distance - half, limit: limit, count: count)
  }

  /// The parts called `SNR 20-50`, each with a limit of its own.
  static func bins(
    _ finding: Finding, away ideal: Double, widening: Double = 1, limit: (Double) -> Double
  ) -> [Criterion] {
    ranges(finding, "").map { part, low in
      var criterion = away(
        part.value, part.interval, from: ideal, limit: limit(low), name: part.name,
        count: part.count)
      criterion.sure = criterion.figure - widening * (criterion.figure - criterion.sure)
      return criterion
    }
  }

  /// What single stars scatter beyond the input, range by range, by the limits of what they share.
  static func addedScatter(_ finding: Finding, limit: (Double) -> Double) -> [Criterion] {
    ranges(finding, "added scatter, ").map { part, low in
      most(part.value, part.interval, limit(low), name: part.name, count: part.count)
    }
  }

  /// The parts of ranges of signal-to-noise, with their lower end.
  static func ranges(_ finding: Finding, _ prefix: String) -> [(Finding.Part, Double)] {
    finding.parts.compactMap { part in
      let prefix = prefix + "SNR "
      guard part.name.hasPrefix(prefix),
        let low = Double(part.name.dropFirst(prefix.count).prefix { $0.isNumber })
      else { return nil }
      return (part, low)
    }
  }

  /// Fewer resolved than in the input by more than the limit, or gaps filled by more than 15 %.
  static func doubles(_ finding: Finding, _ release: ReleaseLimits) -> [Criterion] {
    let limit = release["doubles-merged"]
    let share = "the fainter star's share, growth"
    guard let input = finding.parts.first(where: { $0.name == "resolved in the input" }),
      let ratio = finding.parts.first(where: { $0.name == "dip ratio" })
    else { return [] }
    let loss = input.value - finding.value
    let sure = input.value - (finding.interval?.high ?? finding.value)
    return [
      // Twice the limit is beyond doubt even for few pairs: they are the same pairs before and after.
      Criterion(
        name: "resolved", figure: loss, sure: loss > 2 * limit ? loss : sure, limit: limit),
      Criterion(
        name: "dip ratio", figure: 1 - ratio.value,
        sure: 1 - (ratio.interval?.high ?? ratio.value), limit: 0.15),
    ]
      // A quarter of a magnitude for stars that differ by one.
      + finding.parts.filter { $0.name == share }.map {
        away(
          $0.value, $0.interval, from: 0, limit: release["doubles-merged", share], name: $0.name,
          count: $0.count)
      }
  }

  /// Below nine tenths of what the best linear filter keeps, or above the highest slope.
  static func texture(_ finding: Finding, highest: Double) -> [Criterion] {
    finding.parts.flatMap { part -> [Criterion] in
      guard
        let wiener = finding.parts.first(where: { $0.name == "Wiener, " + part.name })?.value,
        let interval = part.interval
      else { return [] }
      let error = (interval.high - interval.low) / 4
      var criteria = [
        Criterion(
          name: part.name, figure: 1 - part.value, sure: 1 - interval.high,
          limit: 1 - 0.9 * wiener)
      ]
      if error < 0.1 {
        criteria.append(
          Criterion(
            name: part.name + ", raised", figure: part.value - 1, sure: interval.low - 1,
            limit: highest - 1))
      }
      return criteria
    }
  }

  /// Steps, numbers that are none, and clipped pixels.
  static func levels(_ finding: Finding, _ release: ReleaseLimits) -> [Criterion] {
    func part(_ name: String) -> Double { finding.parts.first { $0.name == name }?.value ?? 0 }
    // Where hardly a level is left there is no step to measure, and the figure is the range itself.
    let step = finding.parts.first { $0.name == "step in its level's noise" }?.value
    return [
      most(
        step ?? finding.value, nil,
        max(release["dynamic-range"], 1.5 * part("step in its level's noise, input")),
        name: "step")
    ]
      + ["non-finite", "clipped low", "clipped high"].map {
        // One is too many; the limit is half a pixel so that the excess counts pixels.
        Criterion(name: $0, figure: part($0), sure: part($0), limit: 0.5)
      } + parts(finding, named: "stray pixels", release["dynamic-range", "stray pixels"])
      + parts(
        finding, named: "saturated light lost", release["dynamic-range", "saturated light lost"])
  }
}
