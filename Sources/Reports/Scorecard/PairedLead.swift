/// Whether one candidate is better than another by more than the scenes scatter.
package enum PairedLead {
  /// Below this many pairs a t interval says nothing.
  package static let fewestPairs = 3
  /// Winning all of six pairs has a chance of 2 in 64 between equals; of five, 2 in 32, which is too much.
  package static let cleanSweep = 6

  /// True when every one of at least six paired differences is on the winning side, or the 95 % t interval of the mean
  /// difference is.
  ///
  /// - Parameter differences: the other's loss minus the leader's, one a target; positive where the leader is better.
  package static func isClear(_ differences: [Double]) -> Bool {
    guard differences.count >= fewestPairs, differences.allSatisfy(\.isFinite) else { return false }
    if differences.count >= cleanSweep, differences.allSatisfy({ $0 > 0 }) { return true }
    let count = Double(differences.count)
    var sum = 0.0
    for difference in differences { sum += difference }
    let mean = sum / count
    var squares = 0.0
    for difference in differences { squares += (difference - mean) * (difference - mean) }
    let standardError = (squares / (count - 1) / count).squareRoot()
    return mean - studentQuantile(freedom: differences.count - 1) * standardError > 0
  }

  /// The 97.5 % quantile of Student's t.
  ///
  /// Abramowitz and Stegun, "Handbook of Mathematical Functions", table 26.10, and equation 26.7.5 beyond ten.
  package static func studentQuantile(freedom: Int) -> Double {
    precondition(freedom >= 1, "\(freedom) degrees of freedom")
    let table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
    if freedom <= table.count { return table[freedom - 1] }
    let z = 1.959964
    let n = Double(freedom)
    let (cube, fifth) = (z * z * z, z * z * z * z * z)
    let third = (3 * fifth * z * z + 19 * fifth + 17 * cube - 15 * z) / (384 * n * n * n)
    return z + (cube + z) / (4 * n) + (5 * fifth + 16 * cube + 3 * z) / (96 * n * n) + third
  }
}
