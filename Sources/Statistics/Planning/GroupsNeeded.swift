private import Glibc

/// How many groups a question needs.
public enum GroupsNeeded {
  /// The fewest groups whose mean shows that it is not beyond a limit, where its true distance from the limit is `distance`.
  ///
  /// A one-sided t test at `(1 - level) / 2`, as the interval's end is, with the given power: `n >= ((z_alpha + z_beta) s / d)^2
  /// + z_alpha^2 / 2` (Guenther, "Sample size formulas for normal theory t tests", American Statistician 35, 1981). Within one
  /// group of the exact answer, with which tests compare it (SciPy's noncentral t).
  ///
  /// - Parameters:
  ///   - distance: in the unit of the values; at zero or beyond the limit no number of groups is enough.
  ///   - standardDeviation: between groups.
  public static func toShow(
    distance: Double, standardDeviation: Double, level: Double = 0.95, power: Double = 0.8
  ) -> Int? {
    guard distance > 0, standardDeviation >= 0, distance.isFinite, standardDeviation.isFinite
    else { return nil }
    let ratio = standardDeviation / distance
    let alpha = NormalDistribution.quantile(0.5 + level / 2)
    let beta = NormalDistribution.quantile(power)
    let needed = (alpha + beta) * (alpha + beta) * ratio * ratio + alpha * alpha / 2
    guard needed < 1e6 else { return nil }
    return max(2, Int(needed.rounded(.up)))
  }

  /// The fewest groups at which an interval that now spans a limit would lie within it, by how wide that interval is.
  ///
  /// An interval of few or skewed values is wider on one side than ``toShow(distance:standardDeviation:level:power:)`` knows;
  /// its arms shrink as one over the root of the number of groups. The true distance may be smaller than the one that is seen,
  /// so the arm must come down to the share of it that leaves the same power.
  ///
  /// - Parameters:
  ///   - distance: from the estimate to the limit; at zero or beyond the limit no number of groups is enough.
  ///   - arm: from the estimate to the interval's end on that side.
  ///   - groups: that the interval was made of.
  public static func toShrink(
    distance: Double, arm: Double, groups: Int, level: Double = 0.95, power: Double = 0.8
  ) -> Int? {
    guard distance > 0, arm >= 0, distance.isFinite, arm.isFinite else { return nil }
    let alpha = NormalDistribution.quantile(0.5 + level / 2)
    let ratio = arm / distance * (1 + NormalDistribution.quantile(power) / alpha)
    let needed = Double(groups) * ratio * ratio
    guard needed < 1e6 else { return nil }
    return max(2, Int(needed.rounded(.up)))
  }

  /// The fewest groups at which an exact sign-flip or signed-rank test can reach the level in any of `claims` claims under
  /// Holm's first step: `2 * 2^-n * claims <= 1 - level`.
  public static func floor(claims: Int, level: Double = 0.95) -> Int {
    max(1, Int((log2(2 * Double(max(claims, 1)) / (1 - level)) - 1e-12).rounded(.up)))
  }
}
