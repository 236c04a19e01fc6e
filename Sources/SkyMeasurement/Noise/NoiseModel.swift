private import Foundation

/// The input's noise as a function of the level: `variance = a + b * level`, as a sensor's shot and read noise make it.
///
/// The photon transfer curve (Janesick, "Photon Transfer", 2007), fitted robustly to what the input differs from the truth.
package struct NoiseModel: Equatable, Sendable {
  /// Variance at level 0, in squared image units; may be negative where the level carries a pedestal.
  package let constant: Double
  /// Variance gained per unit of level.
  package let slope: Double
  /// The level below which the variance stays what it is there.
  package let lowestLevel: Double
  /// The smallest variance that the model returns.
  package let floor: Double

  /// Fits the model on pixels below 95 % of full scale.
  ///
  /// Robust variances in bins of level (eight quantiles and 25 logarithmic steps, at least 60 pixels each), then a line by
  /// least squares on relative errors, so that the sky and the cores of stars count alike. `nil` when input and truth are
  /// equal, or when no pixel is below full scale.
  package init?(truth: Plane, noisy: Plane, fullScale: Double) {
    let limit = 0.95 * fullScale
    var levels: [Double] = []
    var errors: [Double] = []
    levels.reserveCapacity(truth.count)
    errors.reserveCapacity(truth.count)
    for i in 0..<truth.count where truth.values[i] < limit {
      levels.append(truth.values[i])
      errors.append(noisy.values[i] - truth.values[i])
    }
    guard !levels.isEmpty else { return nil }
    let bins = Self.bins(levels: levels, errors: errors)
    let overall = Self.spread(errors)
    guard overall > 0 else { return nil }

    let smallest = bins.map(\.level).min()
    let largest = bins.map(\.level).max() ?? 0
    if bins.count >= 3, let smallest, largest > 1.3 * smallest {
      let line = Self.line(through: bins)
      slope = max(line.slope, 0)
      constant =
        line.slope > 0 ? line.constant : OrderStatistics.median(bins.map(\.variance))
    } else {
      slope = 0
      constant = overall * overall
    }
    lowestLevel = smallest ?? (levels.min() ?? 0)
    floor = 0.05 * (bins.map(\.variance).min() ?? constant)
  }

  package func variance(at level: Double) -> Double {
    max(constant + slope * max(level, lowestLevel), floor)
  }

  /// The noise variance of every pixel of a truth.
  package func variance(of truth: Plane) -> Plane {
    var result = truth
    for i in 0..<result.count { result.values[i] = variance(at: truth.values[i]) }
    return result
  }

  private struct Bin {
    var level: Double
    var variance: Double
  }

  /// The robust spread; the ordinary one where more than half of the errors are equal (coarse quantisation).
  private static func spread(_ errors: [Double]) -> Double {
    let robust = OrderStatistics.robustSigma(errors)
    return robust > 0 ? robust : Sums.standardDeviation(errors)
  }

  private static func bins(levels: [Double], errors: [Double]) -> [Bin] {
    let low = OrderStatistics.quantile(0.005, of: levels)
    var edges = (0...8).map { OrderStatistics.quantile(Double($0) / 8, of: levels) }
    let span = edges[8] - low
    if span > 0 {
      edges += (0..<25).map { low + span * pow(10, -4 + Double($0) / 6) }
    }
    edges = LevelSort.distinct(edges.sorted())
    var index = [Int](repeating: 0, count: levels.count)
    var start = [Int](repeating: 0, count: edges.count + 1)
    for i in levels.indices {
      var (below, above) = (0, edges.count)
      while below < above {
        let middle = (below + above) / 2
        if edges[middle] <= levels[i] { below = middle + 1 } else { above = middle }
      }
      index[i] = max(below - 1, 0)
      start[index[i] + 1] += 1
    }
    for k in 1..<start.count { start[k] += start[k - 1] }
    var next = start
    var grouped = errors
    var sums = [Double](repeating: 0, count: edges.count)
    for i in levels.indices {
      grouped[next[index[i]]] = errors[i]
      next[index[i]] += 1
      sums[index[i]] += levels[i]
    }
    return edges.indices.compactMap { k in
      let count = start[k + 1] - start[k]
      guard count >= 60 else { return nil }
      let sigma = spread(Array(grouped[start[k]..<start[k + 1]]))
      guard sigma > 0 else { return nil }
      return Bin(level: sums[k] / Double(count), variance: sigma * sigma)
    }
  }

  /// Weighted least squares with weights 1/variance: each bin's relative error counts the same.
  private static func line(through bins: [Bin]) -> (constant: Double, slope: Double) {
    let weights = bins.map { 1 / ($0.variance * $0.variance) }
    let scale = weights.max() ?? 1
    let w = weights.map { $0 / scale }
    let total = w.reduce(0, +)
    let level = zip(w, bins).reduce(0) { $0 + $1.0 * $1.1.level } / total
    let variance = zip(w, bins).reduce(0) { $0 + $1.0 * $1.1.variance } / total
    var (cross, square) = (0.0, 0.0)
    for (weight, bin) in zip(w, bins) {
      cross += weight * (bin.level - level) * (bin.variance - variance)
      square += weight * (bin.level - level) * (bin.level - level)
    }
    let slope = square > 0 ? cross / square : 0
    return (variance - slope * level, slope)
  }
}
