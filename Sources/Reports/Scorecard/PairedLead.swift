internal import Evaluation
internal import Statistics

/// Whether one candidate is better than another by more than the scenes scatter.
package enum PairedLead {
  /// Winning all of six pairs has a chance of 2 in 64 between equals; of five, 2 in 32, which is too much.
  package static let cleanSweep = 6

  /// True when every one of at least six paired differences is on the winning side, or the 95 % t interval of the mean
  /// difference is.
  ///
  /// - Parameter differences: the other's loss minus the leader's, one a target; positive where the leader is better.
  package static func isClear(_ differences: [Double]) -> Bool {
    guard differences.count >= TargetInterval.fewest, differences.allSatisfy(\.isFinite) else {
      return false
    }
    if differences.count >= cleanSweep, differences.allSatisfy({ $0 > 0 }) { return true }
    return MeanInterval.studentT(differences, level: 0.95).low > 0
  }
}
