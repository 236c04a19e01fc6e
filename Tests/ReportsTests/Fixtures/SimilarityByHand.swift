internal import Foundation

/// SSIM at one pixel, straight from Wang, Bovik, Sheikh and Simoncelli, 2004: no separable filter, no table.
struct SimilarityByHand {
  var own: [UInt16]
  var truth: [UInt16]
  var width: Int
  var shadows: Double
  var midtones: Double
  /// A sample as a fraction of full scale.
  var share: (UInt16) -> Double

  private func shown(_ sample: UInt16) -> Double {
    let x = min(1, max(0, (share(sample) - shadows) / (1 - shadows)))
    return (midtones - 1) * x / ((2 * midtones - 1) * x - midtones)
  }

  func value(x: Int, y: Int) -> Double {
    var (weights, a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for v in -5...5 {
      for u in -5...5 {
        let weight = exp(-Double(u * u + v * v) / (2 * 1.5 * 1.5))
        let index = (y + v) * width + x + u
        let (p, q) = (shown(own[index]), shown(truth[index]))
        weights += weight
        a += weight * p
        b += weight * q
        aa += weight * p * p
        bb += weight * q * q
        ab += weight * p * q
      }
    }
    let (ma, mb) = (a / weights, b / weights)
    let (va, vb, cov) = (aa / weights - ma * ma, bb / weights - mb * mb, ab / weights - ma * mb)
    return (2 * ma * mb + 1e-4) * (2 * cov + 9e-4) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4))
  }
}
