/// What a sample is like: its centre and its spread.
///
/// Sums run in the order of the values, so that equal input gives equal bits.
public enum Moments {
  /// The arithmetic mean; not a number for no values.
  public static func mean(_ values: [Double]) -> Double {
    var sum = 0.0
    for value in values { sum += value }
    return sum / Double(values.count)
  }

  /// The sample variance with `n - 1` in the denominator; not a number below two values.
  public static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let center = mean(values)
    var squares = 0.0
    for value in values { squares += (value - center) * (value - center) }
    return squares / Double(values.count - 1)
  }

  public static func standardDeviation(_ values: [Double]) -> Double {
    variance(values).squareRoot()
  }

  /// The standard error of the mean.
  public static func standardError(_ values: [Double]) -> Double {
    (variance(values) / Double(values.count)).squareRoot()
  }

  /// The middle value, or the mean of the two middle ones.
  public static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

  /// The quantile of linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
  public static func quantile(_ values: [Double], _ probability: Double) -> Double {
    quantile(sorted: values.sorted(), probability)
  }

  /// The same of values that are in order already.
  static func quantile(sorted: [Double], _ probability: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let place = probability * Double(sorted.count - 1)
    let below = Int(place.rounded(.down))
    let above = min(below + 1, sorted.count - 1)
    let share = place - Double(below)
    // Without arithmetic where none is needed: infinite values have no difference.
    if share == 0 || sorted[below] == sorted[above] { return sorted[below] }
    return sorted[below] + share * (sorted[above] - sorted[below])
  }

  /// The mean of the middle half of the values: robust like the median, and less coarse.
  ///
  /// A quarter of the weight is cut from each end; a value on the cut counts by its share, so every sample size works.
  public static func interquartileMean(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let count = Double(sorted.count)
    var (sum, weight) = (0.0, 0.0)
    for (index, value) in sorted.enumerated() {
      let share =
        min(Double(index + 1), 0.75 * count) - max(Double(index), 0.25 * count)
      guard share > 0 else { continue }
      sum += share * value
      weight += share
    }
    return sum / weight
  }
}
