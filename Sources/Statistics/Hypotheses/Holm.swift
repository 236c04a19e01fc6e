/// Holm's correction of several claims that are made together.
///
/// Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979. For claims
/// of being better; guardrails that must all hold need none.
public enum Holm {
  /// The adjusted probabilities in the order of the given ones: claims below the level hold together at that level.
  public static func adjusted(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted {
      (probabilities[$0], $0) < (probabilities[$1], $1)
    }
    var result = probabilities
    var largest = 0.0
    for (step, index) in order.enumerated() {
      largest = max(largest, min(1, probabilities[index] * Double(order.count - step)))
      result[index] = largest
    }
    return result
  }
}
