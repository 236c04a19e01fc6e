import Evaluation
import Statistics

/// The design's default limits, applied to one frame: a check fails only where its interval excludes the limit.
///
/// Where the release preset has a limit it is that one. The gate applies it to groups of frames, the selftest to each frame, as
/// the Python oracle does: what only single frames are asked (ranges of brightness, colours) stands here.
struct DefaultLimits {
  private let release: ReleaseLimits

  init() throws { release = try ReleaseLimits() }

  /// One question of a check: how bad its figure is, how bad it surely is, and what is allowed.
  struct Criterion {
    var name: String
    /// The figure, the larger the worse.
    var figure: Double
    /// The end of its interval on the good side; the figure itself where there is no interval.
    var sure: Double
    var limit: Double
    /// How many things the interval comes from; `nil` where it is not from their scatter.
    var count: Int?

    var fails: Bool { sure > limit }
    /// The figure in units of the limit.
    var excess: Double { figure / limit }

    /// With the interval that all of several questions together need to hold with 95 %.
    ///
    /// Bonferroni's: a frame that is asked five ranges of brightness in three planes has fifteen chances to be accused.
    func widened(for questions: Int) -> Criterion {
      guard questions > 1, sure.isFinite, figure > sure else { return self }
      let student = StudentDistribution(freedom: Double(max(2, count ?? 1000) - 1))
      var wider = self
      wider.sure =
        figure - (figure - sure) * student.factor(level: 1 - 0.05 / Double(questions))
        / student.factor()
      return wider
    }
  }

  /// What became of a check on a frame.
  struct Verdict {
    /// The criterion that decides: the worst of those that fail, else the nearest to failing.
    var worst: Criterion
    var fails: Bool
    var criteria: [Criterion]
  }

  /// The verdict of a check; `nil` for checks that only report.
  func verdict(_ check: String, _ finding: Finding) -> Verdict? {
    guard let asked = Self.rules[check]?(finding, release), !asked.isEmpty else { return nil }
    let questions = asked.count * max(1, finding.parts.count { $0.name.hasPrefix("plane ") })
    let criteria = asked.map { $0.widened(for: questions) }
    let failing = criteria.filter(\.fails)
    let pool = failing.isEmpty ? criteria : failing
    let worst = pool.reduce(pool[0]) { $1.excess > $0.excess ? $1 : $0 }
    return Verdict(worst: worst, fails: !failing.isEmpty, criteria: criteria)
  }

  /// The checks that have a limit.
  static var judged: Set<String> { Set(rules.keys) }

  private static let rules: [String: @Sendable (Finding, ReleaseLimits) -> [Criterion]] = [
    "noise-reduction": { finding, release in
      let limit = release["noise-reduction"]
      return [most(finding.value, nil, limit)]
        + parts(
          finding, named: "in the noisiest tenth",
          release["noise-reduction", "in the noisiest tenth"])
    },
    "fwhm-drift": { finding, release in
      // Faint stars' widths scatter: twice the limit of bright ones.
      let limit: (Double) -> Double = { ($0 >= 50 ? 1 : 2) * release["fwhm-drift"] }
      return bins(finding, away: 0, limit: limit) + addedScatter(finding, limit: limit)
        // What a corner differs by from the middle is half of what it does from the other corner.
        + parts(finding, named: "across the field", release["fwhm-drift", "across the field"])
        + parts(finding, named: "unmeasurable", 0.2)
    },
    "ellipticity-drift": { finding, release in
      bins(finding, away: 0, widening: 1.4) { _ in release["ellipticity-drift"] }
        + addedScatter(finding) { _ in release["ellipticity-drift"] }
    },
    "centroid-shift": { finding, release in
      bins(finding, away: 0) { _ in release["centroid-shift"] }
        + addedScatter(finding) { _ in release["centroid-shift"] }
        + parts(
          finding, named: "across the field", release["centroid-shift", "across the field"])
    },
    "photometric-bias": { finding, _ in
      let limit: (Double) -> Double = { $0 >= 50 ? 10 : $0 >= 10 ? 30 : 150 }
      return bins(finding, away: 0, limit: limit) + addedScatter(finding, limit: limit)
    },
    "flux-gain": { [away($0.value, $0.interval, from: 0, limit: $1["flux-gain"])] },
    "linearity": { finding, _ in [away(finding.value, finding.interval, from: 0, limit: 10)] },
    "star-loss": { finding, release in
      let strong = "strong (SNR 20+)"
      return [
        (strong, release["star-loss", strong]), ("mid (SNR 10-20), net", 0.02),
        ("faint (SNR 5-10), net", 0.1),
      ].flatMap { name, limit in
        finding.parts.filter { $0.name == name && ($0.count ?? 0) >= 10 }
          .map { most($0.value, $0.interval, limit, name: name) }
      }
    },
    "false-stars": { [most($0.value, $0.interval, $1["false-stars"])] },
    "doubles-merged": { doubles($0, $1) },
    "doubles-oversplit": { finding, release in
      let limit = release["doubles-oversplit"]
      return [most(finding.value, finding.interval, limit)]
        + parts(finding, named: "close pairs", limit)
    },
    "spurious-companions": { finding, release in
      // Both the share and its lower bound: a single hit among a few stars is no habit.
      guard let low = finding.interval?.low else { return [] }
      let limit = release["spurious-companions"]
      let sure = low > 0.005 ? finding.value : min(finding.value, limit)
      return [Criterion(name: "", figure: finding.value, sure: sure, limit: limit)]
    },
    "dark-halo": { finding, release in
      let bound = finding.parts.first { $0.name == "lower bound" }?.value ?? finding.value
      let limit = release["dark-halo"]
      return [Criterion(name: "", figure: finding.value, sure: bound, limit: limit)]
        + parts(finding, named: "glow", release["dark-halo", "glow"])
    },
    "edge-band": { finding, release in
      let sides = ["left", "right", "top", "bottom"]
      return finding.parts.filter { sides.contains($0.name) }.map {
        most($0.value, $0.interval, release["edge-band"], name: $0.name, count: $0.count)
      }
        + finding.parts.filter { $0.name.hasPrefix("bias, ") }.map {
          away($0.value, $0.interval, from: 0, limit: 0.1, name: $0.name, count: $0.count)
        }
    },
    "tile-seam": { finding, release in
      let step = finding.parts.first { $0.name == "step" }?.value ?? 0
      return [
        Criterion(
          name: "", figure: finding.value, sure: step > 0.02 ? finding.value : 0,
          limit: release["tile-seam"])
      ]
    },
    "checkerboard": { finding, release in
      let limit = release["checkerboard"]
      return [most(finding.value, nil, limit)]
        + parts(finding, named: "strongest stripes", release["checkerboard", "strongest stripes"])
        // As at the border: a quarter more noise, or less.
        + parts(finding, named: "uneven noise", release["checkerboard", "uneven noise"])
    },
    "row-banding": { finding, release in
      [most(finding.value, finding.interval, release["row-banding"])]
        + parts(
          finding, named: "strongest single line", release["row-banding", "strongest single line"])
        + parts(
          finding, named: "strongest slanting line",
          release["row-banding", "strongest slanting line"]
        )
    },
    "large-scale": { finding, release in
      // Twice what the noise of an untouched frame of a megapixel makes somewhere.
      [most(finding.value, finding.interval, release["large-scale"])]
        + parts(finding, named: "strongest blotch", release["large-scale", "strongest blotch"])
        + parts(finding, named: "unevenness", release["large-scale", "unevenness"])
        + finding.parts.filter { $0.name == "gain of extended light" }.map {
          away(
            $0.value, $0.interval, from: 1,
            limit: release["large-scale", "gain of extended light"] - 1, name: $0.name,
            count: $0.count)
        }
    },
    "background-offset": {
      [away($0.value, $0.interval, from: 0, limit: $1["background-offset"])]
    },
    "faint-patches": { finding, release in
      finding.parts.filter { !$0.name.hasPrefix("input") }.map {
        away(
          $0.value, $0.interval, from: 1, limit: release["faint-patches"] - 1, name: $0.name,
          count: $0.count)
      }
    },
    "faint-texture": { texture($0, highest: $1["faint-texture"]) },
    "over-smoothing": { [most($0.value, $0.interval, $1["over-smoothing"])] },
    "over-sharpening": { [most($0.value, $0.interval, $1["over-sharpening"])] },
    "frc-drop": { finding, release in
      [
        Criterion(
          name: "", figure: -finding.value, sure: -(finding.interval?.high ?? finding.value),
          limit: -release["frc-drop"])
      ]
    },
    "structured-noise": { [most($0.value, $0.interval, $1["structured-noise"])] },
    "dynamic-range": { levels($0, $1) },
    "colour-shift": { finding, _ in
      let pairs = ["red-green", "green-blue", "red-blue"]
      return finding.parts.filter { pairs.contains($0.name) }
        .map {
          away($0.value, $0.interval, from: 0, limit: 10, name: $0.name, count: $0.count)
        } + pairs.flatMap { parts(finding, named: "added scatter, " + $0, 10) }
    },
    "chroma-retention": { finding, _ in
      [
        Criterion(
          name: "", figure: 1 - finding.value, sure: 1 - (finding.interval?.high ?? finding.value),
          limit: 0.15)
      ]
        + finding.parts.filter { $0.name.hasPrefix("stars") }.map {
          Criterion(
            name: $0.name, figure: 1 - $0.value, sure: 1 - ($0.interval?.high ?? $0.value),
            limit: 0.05)
        }
    },
    "tile-invariance": { finding, _ in [most(finding.value, nil, 0.05)] },
    "equivariance": { finding, _ in [most(finding.value, nil, 0.05)] },
  ]
}
