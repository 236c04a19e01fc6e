import Evaluation
import Skies
package import SkyMeasurement
private import Statistics

private import Foundation

/// Collects what a candidate did to every pass, and makes curves of it.
package struct InjectionMeasurement: Sendable {
  private struct StarTrial {
    var signalToNoise: Double
    var isFound: Bool
    var isChance: Bool
    /// The change of the output's aperture flux over the injected light's.
    var response: Double
  }

  private struct PairTrial {
    var separation: Double
    var magnitudeDifference: Double
    var isResolved: Bool
  }

  private struct PatchTrial {
    var amplitude: Double
    var truth: Double
    var output: Double
  }

  private let target: InjectionTarget
  private let before: Plane
  private let detector: LoweredGaussian
  private let threshold: Double
  private let earlier: PointIndex
  private var stars: [StarTrial] = []
  private var pairs: [PairTrial] = []
  private var patches: [PatchTrial] = []

  private var fwhm: Double { target.profile.profile.fwhm }
  private var radius: Double { max(1.5, 0.6 * fwhm) }

  /// `output`: of the untouched frame.
  ///
  /// Thresholds are four deviations of the *frame's* noise, lowered with the output's noise at the scale of a star down to
  /// half and no further: an output that is smooth everywhere gains nothing from being smooth.
  package init(_ target: InjectionTarget, output: Plane) {
    self.target = target
    before = output
    let fwhm = max(target.profile.profile.fwhm, 1.2)
    detector = LoweredGaussian(fwhm: fwhm)
    let kernel = SymmetricKernel.smoothing(sigma: fwhm * PointSource.sigmaPerFWHM)
    func scatter(_ plane: Plane) -> Double {
      let fine = plane.filtered(kernel) - plane.smoothed(sigma: 4 * fwhm)
      return OrderStatistics.robustSigma(fine.selected(by: (!target.forbidden).values))
    }
    let input = scatter(target.finite)
    let share = input > 0 ? min(max(scatter(output) / input, 0.5), 1) : 1
    threshold = 4 * target.noise * detector.relativeError * share
    earlier = PointIndex(
      detector.detections(in: output, above: threshold).map { SIMD2($0.x, $0.y) },
      reach: max(1.5, 0.6 * fwhm))
  }

  /// Adds a pass: the noise-free light that was injected, and the output of the frame with it.
  package mutating func add(_ pass: InjectionPlan.Pass, light: Plane, output: Plane) throws {
    if !pass.stars.isEmpty {
      let places = pass.stars.map { SIMD2($0.x, $0.y) }
      let found = PointIndex(
        detector.detections(in: output, above: threshold).map { SIMD2($0.x, $0.y) }, reach: radius)
      let truth = try AperturePhotometry.fluxes(in: light, at: places, fwhm: fwhm)
      let change = try AperturePhotometry.fluxes(in: output - before, at: places, fwhm: fwhm)
      for (i, star) in pass.stars.enumerated() {
        stars.append(
          StarTrial(
            signalToNoise: star.signalToNoise,
            isFound: found.hasPoint(near: places[i], within: radius),
            isChance: earlier.hasPoint(near: places[i], within: radius),
            response: truth[i] > 0 ? change[i] / truth[i] : 0))
      }
    }
    for pair in pass.doubles {
      let (a, b) = (SIMD2(pair.first.x, pair.first.y), SIMD2(pair.second.x, pair.second.y))
      // What no noise-free frame shows as two, or what drowns, is no loss (checks.md, doubles).
      guard pair.second.signalToNoise >= 15,
        let truth = DoubleProfile.dip(in: light, between: a, and: b, fwhm: fwhm), truth >= 0.05,
        let dip = DoubleProfile.dip(in: output, between: a, and: b, fwhm: fwhm)
      else { continue }
      pairs.append(
        PairTrial(
          separation: pair.separation, magnitudeDifference: pair.magnitudeDifference,
          isResolved: dip >= max(0.03, truth / 3)))
    }
    if !pass.patches.isEmpty {
      let change = output - before
      for patch in pass.patches {
        patches.append(
          PatchTrial(
            amplitude: patch.amplitudeInSigma, truth: Self.contrast(of: patch, in: light),
            output: Self.contrast(of: patch, in: change)))
      }
    }
  }

  /// The mean inside three quarters of a patch's radius above the mean of the ring from 1.4 to 2 radii.
  private static func contrast(of patch: InjectionPlan.Patch, in plane: Plane) -> Double {
    var (inner, outer) = ((sum: 0.0, count: 0.0), (sum: 0.0, count: 0.0))
    let r = Int((2 * patch.radius).rounded(.up))
    let (column, row) = (Int(patch.x.rounded()), Int(patch.y.rounded()))
    for y in max(row - r, 0)...min(row + r, plane.height - 1) {
      for x in max(column - r, 0)...min(column + r, plane.width - 1) {
        let d = hypot(Double(x) - patch.x, Double(y) - patch.y) / patch.radius
        if d < 0.75 {
          inner = (inner.sum + plane[x, y], inner.count + 1)
        } else if d >= 1.4, d < 2 {
          outer = (outer.sum + plane[x, y], outer.count + 1)
        }
      }
    }
    guard inner.count > 0, outer.count > 0 else { return 0 }
    return inner.sum / inner.count - outer.sum / outer.count
  }

  /// The curves of all passes.
  package func result(candidate: String) -> InjectionResult {
    let completeness = InjectionPlan.signalLadder.compactMap {
      ratio -> InjectionResult.Completeness? in
      let tried = stars.filter { $0.signalToNoise == ratio }
      guard !tried.isEmpty else { return nil }
      let found = tried.count { $0.isFound }
      return .init(
        signalToNoise: ratio, found: Self.share(found, tried.count),
        chance: Double(tried.count { $0.isChance }) / Double(tried.count))
    }
    let photometry = InjectionPlan.signalLadder.compactMap {
      ratio -> InjectionResult.Photometry? in
      let tried = stars.filter { $0.signalToNoise == ratio }
      guard tried.count >= 5 else { return nil }
      let bias = MedianFigure(tried.map { -1085.736 * ($0.response - 1) })
      return .init(
        signalToNoise: ratio,
        bias: .init(value: bias.value, interval: bias.interval, count: bias.count),
        scatter: 1085.736 * OrderStatistics.robustSigma(tried.map(\.response)))
    }
    var doubles: [InjectionResult.Doubles] = []
    for separation in InjectionPlan.separations {
      for difference in InjectionPlan.magnitudeDifferences {
        let tried = pairs.filter {
          $0.separation == separation && $0.magnitudeDifference == difference
        }
        guard !tried.isEmpty else { continue }
        doubles.append(
          .init(
            separation: separation, magnitudeDifference: difference,
            resolved: Self.share(tried.count { $0.isResolved }, tried.count)))
      }
    }
    let faint = InjectionPlan.amplitudes.compactMap { amplitude -> InjectionResult.Faint? in
      Self.slope(patches.filter { $0.amplitude == amplitude })
        .map { .init(amplitude: amplitude, slope: $0) }
    }
    return InjectionResult(
      candidate: candidate, completeness: completeness, photometry: photometry, doubles: doubles,
      faint: faint, halfCompleteness: Self.crossing(completeness, 0.5),
      ninetyCompleteness: Self.crossing(completeness, 0.9),
      faintSlope: Self.slope(patches.filter { $0.amplitude < 1 }))
  }

  private static func share(_ count: Int, _ total: Int) -> InjectionResult.Point {
    let limits = ProportionInterval.wilson(count, of: total)
    return .init(
      value: Double(count) / Double(total), interval: .init(limits.low, limits.high), count: total)
  }

  /// The slope through zero of what came out on what went in, with two standard errors.
  private static func slope(_ trials: [PatchTrial]) -> InjectionResult.Point? {
    let square = trials.reduce(0) { $0 + $1.truth * $1.truth }
    guard trials.count >= 3, square > 0 else { return nil }
    let slope = trials.reduce(0) { $0 + $1.truth * $1.output } / square
    let rest = trials.reduce(0.0) { sum, trial in
      let d = trial.output - slope * trial.truth
      return sum + d * d
    }
    let half = 2 * (rest / Double(trials.count - 1) / square).squareRoot()
    return .init(value: slope, interval: .init(slope - half, slope + half), count: trials.count)
  }

  /// Where a rising curve crosses a level, between the rungs of the ladder.
  private static func crossing(
    _ curve: [InjectionResult.Completeness], _ level: Double
  ) -> Double? {
    for i in curve.indices.dropFirst() {
      let (a, b) = (curve[i - 1], curve[i])
      if a.found.value < level, b.found.value >= level {
        let share = (level - a.found.value) / (b.found.value - a.found.value)
        return a.signalToNoise + share * (b.signalToNoise - a.signalToNoise)
      }
    }
    return nil
  }
}

extension InjectionTarget {
  /// The plane with its holes filled by its median, for measurements that need every pixel.
  package var finite: Plane {
    var result = plane
    let level = OrderStatistics.median(plane.values.filter(\.isFinite))
    for i in 0..<result.count where !result.values[i].isFinite { result.values[i] = level }
    return result
  }
}
