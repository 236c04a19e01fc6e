private import Glibc

/// The normal distribution of mean 0 and standard deviation 1.
public enum NormalDistribution {
  /// The probability of a value of at most `z`.
  public static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// The value below which a share `probability` of the distribution lies, for `0 < probability < 1`.
  public static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "no quantile at \(probability)")
    return Bisection.root(from: -40, to: 40) { cumulative($0) - probability }
  }
}

/// Finds where a rising function crosses zero; slow and sure.
enum Bisection {
  /// - Parameter value: rises from negative at `low` to positive at `high`.
  static func root(from low: Double, to high: Double, of value: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      if middle == low || middle == high { break }
      if value(middle) < 0 { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
