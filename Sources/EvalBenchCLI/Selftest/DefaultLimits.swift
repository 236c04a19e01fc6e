import Evaluation

/// The design's default limits, applied to one frame: a check fails only where its interval excludes the limit.
///
/// They are those of the `release` preset; the gate applies them to groups of frames, the selftest to each frame, as the
/// Python oracle does, which is why rules of single frames stand here beside it.
struct DefaultLimits {
  /// One question of a check: how bad its figure is, how bad it surely is, and what is allowed.
  struct Criterion {
    var name: String
    /// The figure, the larger the worse.
    var figure: Double
    /// The end of its interval on the good side; the figure itself where there is no interval.
    var sure: Double
    var limit: Double

    var fails: Bool { sure > limit }
    /// The figure in units of the limit.
    var excess: Double { figure / limit }
  }

  /// What became of a check on a frame.
  struct Verdict {
    /// The criterion that decides: the worst of those that fail, else the nearest to failing.
    var worst: Criterion
    var fails: Bool
    var criteria: [Criterion]
  }

  /// The verdict of a check; `nil` for checks that only report.
  static func verdict(_ check: String, _ finding: Finding) -> Verdict? {
    guard let criteria = rules[check]?(finding), !criteria.isEmpty else { return nil }
    let failing = criteria.filter(\.fails)
    let pool = failing.isEmpty ? criteria : failing
    let worst = pool.reduce(pool[0]) { $1.excess > $0.excess ? $1 : $0 }
    return Verdict(worst: worst, fails: !failing.isEmpty, criteria: criteria)
  }

  /// The checks that have a limit.
  static var judged: Set<String> { Set(rules.keys) }

  private static let rules: [String: @Sendable (Finding) -> [Criterion]] = [
    "noise-reduction": { [most($0.value, nil, 0.85)] },
    "fwhm-drift": { finding in
      bins(finding, away: 0) { $0 >= 50 ? 3 : 6 }
        + share(finding, "unmeasurable", most: 0.2)
    },
    "ellipticity-drift": { bins($0, away: 0, widening: 1.4) { _ in 0.02 } },
    "centroid-shift": { bins($0, away: 0) { _ in 0.05 } },
    "photometric-bias": { bins($0, away: 0) { $0 >= 50 ? 10 : $0 >= 10 ? 30 : 150 } },
    "flux-gain": { [away($0.value, $0.interval, from: 0, limit: 1)] },
    "linearity": { [away($0.value, $0.interval, from: 0, limit: 10)] },
    "star-loss": { finding in
      [
        ("strong (SNR 20+)", 0.003), ("mid (SNR 10-20), net", 0.02),
        ("faint (SNR 5-10), net", 0.1),
      ].flatMap { name, limit in
        finding.parts.filter { $0.name == name && ($0.count ?? 0) >= 10 }
          .map { most($0.value, $0.interval, limit, name: name) }
      }
    },
    "false-stars": { [most($0.value, $0.interval, 5)] },
    "doubles-merged": { doubles($0) },
    "doubles-oversplit": { [most($0.value, $0.interval, 1.2)] },
    "spurious-companions": { finding in
      // Both the share and its lower bound: a single hit among a few stars is no habit.
      guard let low = finding.interval?.low else { return [] }
      let sure = low > 0.005 ? finding.value : min(finding.value, 0.02)
      return [Criterion(name: "", figure: finding.value, sure: sure, limit: 0.02)]
    },
    "dark-halo": { finding in
      let bound = finding.parts.first { $0.name == "lower bound" }?.value ?? finding.value
      return [Criterion(name: "", figure: finding.value, sure: bound, limit: 0.25)]
    },
    "edge-band": { finding in
      let bias = finding.parts.first { $0.name == "bias" }?.value ?? 0
      return [
        most(finding.value, finding.interval, 1.25),
        Criterion(name: "bias", figure: bias, sure: bias, limit: 0.1),
      ]
    },
    "tile-seam": { finding in
      let step = finding.parts.first { $0.name == "step" }?.value ?? 0
      return [
        Criterion(
          name: "", figure: finding.value, sure: step > 0.02 ? finding.value : 0, limit: 8)
      ]
    },
    "checkerboard": { [most($0.value, nil, 40)] },
    "large-scale": { [most($0.value, $0.interval, 0.1)] },
    "background-offset": { [away($0.value, $0.interval, from: 0, limit: 0.05)] },
    "faint-patches": { finding in
      finding.parts.filter { !$0.name.hasPrefix("input") }
        .map { away($0.value, $0.interval, from: 1, limit: 0.1, name: $0.name) }
    },
    "faint-texture": { texture($0) },
    "over-smoothing": { [most($0.value, $0.interval, 0.15)] },
    "over-sharpening": { [most($0.value, $0.interval, 1.1)] },
    "frc-drop": { finding in
      [
        Criterion(
          name: "", figure: -finding.value, sure: -(finding.interval?.high ?? finding.value),
          limit: 0.02)
      ]
    },
    "structured-noise": { [most($0.value, $0.interval, 1.1)] },
    "dynamic-range": { levels($0) },
    "colour-shift": { finding in
      let pairs = ["red-green", "green-blue", "red-blue"]
      return finding.parts.filter { pairs.contains($0.name) }
        .map { away($0.value, $0.interval, from: 0, limit: 10, name: $0.name) }
    },
    "chroma-retention": { finding in
      [
        Criterion(
          name: "", figure: 1 - finding.value, sure: 1 - (finding.interval?.high ?? finding.value),
          limit: 0.15)
      ]
        + finding.parts.filter { $0.name == "stars" }.map {
          Criterion(
            name: "stars", figure: 1 - $0.value, sure: 1 - ($0.interval?.high ?? $0.value),
            limit: 0.05)
        }
    },
    "tile-invariance": { [most($0.value, nil, 0.05)] },
    "equivariance": { [most($0.value, nil, 0.05)] },
  ]
}

extension DefaultLimits {
  private static func most(
    _ value: Double, _ interval: Finding.Interval?, _ limit: Double, name: String = ""
  ) -> Criterion {
    Criterion(name: name, figure: value, sure: interval?.low ?? value, limit: limit)
  }

  private static func away(
    _ value: Double, _ interval: Finding.Interval?, from ideal: Double, limit: Double,
    name: String = ""
  ) -> Criterion {
    let half = interval.map { max($0.high - value, value - $0.low) } ?? 0
    let distance = abs(value - ideal)
    return Criterion(name: name, figure: distance, sure: distance - half, limit: limit)
  }

  /// The parts called `SNR 20-50`, each with a limit of its own.
  private static func bins(
    _ finding: Finding, away ideal: Double, widening: Double = 1, limit: (Double) -> Double
  ) -> [Criterion] {
    finding.parts.compactMap { part in
      guard part.name.hasPrefix("SNR "),
        let low = Double(part.name.dropFirst(4).prefix { $0.isNumber })
      else { return nil }
      var criterion = away(
        part.value, part.interval, from: ideal, limit: limit(low), name: part.name)
      criterion.sure = criterion.figure - widening * (criterion.figure - criterion.sure)
      return criterion
    }
  }

  private static func share(_ finding: Finding, _ name: String, most limit: Double) -> [Criterion] {
    finding.parts.filter { $0.name == name }
      .map { Criterion(name: name, figure: $0.value, sure: $0.value, limit: limit) }
  }

  /// Fewer resolved than in the input by more than 5 %, or gaps filled by more than 15 %.
  private static func doubles(_ finding: Finding) -> [Criterion] {
    guard let input = finding.parts.first(where: { $0.name == "resolved in the input" }),
      let ratio = finding.parts.first(where: { $0.name == "dip ratio" })
    else { return [] }
    let loss = input.value - finding.value
    let sure = input.value - (finding.interval?.high ?? finding.value)
    return [
      // Twice the limit is beyond doubt even for few pairs: they are the same pairs before and after.
      Criterion(
        name: "resolved", figure: loss, sure: loss > 0.1 ? loss : sure, limit: 0.05),
      Criterion(
        name: "dip ratio", figure: 1 - ratio.value,
        sure: 1 - (ratio.interval?.high ?? ratio.value), limit: 0.15),
    ]
  }

  /// Below nine tenths of what the best linear filter keeps, or above 1.1.
  private static func texture(_ finding: Finding) -> [Criterion] {
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
            limit: 0.1))
      }
      return criteria
    }
  }

  /// Steps, numbers that are none, and clipped pixels.
  private static func levels(_ finding: Finding) -> [Criterion] {
    func part(_ name: String) -> Double { finding.parts.first { $0.name == name }?.value ?? 0 }
    return [
      most(finding.value, nil, max(0.1, 1.5 * part("step in the input")), name: "step")
    ]
      + ["non-finite", "clipped low", "clipped high"].map {
        // One is too many; the limit is half a pixel so that the excess counts pixels.
        Criterion(name: $0, figure: part($0), sure: part($0), limit: 0.5)
      }
  }
}
