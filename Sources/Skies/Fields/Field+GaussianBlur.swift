import Foundation

extension Field {
  /// The plane convolved with a sampled Gaussian of unit sum, cut at 4 sigma, its borders continued by reflection.
  package func gaussianBlurred(sigma: Double) -> Field {
    let radius = max(1, Int((4 * sigma + 0.5).rounded(.down)))
    let weights = (0...radius).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let total = 2 * weights.reduce(0, +) - weights[0]
    let kernel = (-radius...radius).map { weights[abs($0)] / total }
    var rows = self
    var line = [Double](repeating: 0, count: width + 2 * radius)
    for y in 0..<height {
      for x in -radius..<(width + radius) {
        line[x + radius] = values[y * width + reflected(x, width)]
      }
      for x in 0..<width {
        var sum = 0.0
        for tap in kernel.indices { sum += kernel[tap] * line[x + tap] }
        rows.values[y * width + x] = sum
      }
    }
    var result = Field(width: width, height: height)
    for y in 0..<height {
      for tap in kernel.indices {
        let source = reflected(y + tap - radius, height) * width
        let weight = kernel[tap]
        for x in 0..<width { result.values[y * width + x] += weight * rows.values[source + x] }
      }
    }
    return result
  }
}

/// The index inside 0..<`count` that half-sample reflection (d c b a | a b c d | d c b a) gives.
func reflected(_ index: Int, _ count: Int) -> Int {
  let period = 2 * count
  let wrapped = ((index % period) + period) % period
  return wrapped < count ? wrapped : period - 1 - wrapped
}
