/// The stretch through which a photographer looks at a frame: PixInsight's and Siril's automatic midtones transfer.
///
/// Always made from the noisy input and then applied to every frame alike: the deviation of a clean or denoised sky is near
/// zero and would make an absurd stretch.
package struct DisplayStretch: Equatable, Sendable {
  /// The shadows' clipping point on the scale where full scale is 1.
  package let shadows: Double
  /// The midtones balance.
  package let midtones: Double
  /// The value that counts as full scale.
  package let fullScale: Double

  /// `c0 = max(0, median - 2.8 * 1.4826 MAD)`, midtones such that the median lands at 0.25.
  ///
  /// A frame with values below zero had its sky subtracted: black then lies no lower than its lowest value instead of at
  /// zero, which would cut its noise in half and give the transfer a pole.
  package init(noisy: Plane, fullScale: Double) {
    var scaled = noisy.values.map { $0 / fullScale }
    let spread = scaled.withUnsafeMutableBufferPointer {
      OrderStatistics.robustSpread(inPlace: $0)
    }
    // The published scripts take 0.001 where the deviation is zero.
    let deviation = spread.sigma > 0 ? spread.sigma : 0.001
    let lowest = noisy.values.reduce(0) { $1 < $0 ? $1 : $0 } / fullScale
    shadows = max(min(lowest, 0), spread.median - 2.8 * deviation)
    midtones = min(max(Self.transfer(0.25, spread.median - shadows), 1e-9), 1 - 1e-9)
    self.fullScale = fullScale
  }

  package func callAsFunction(_ plane: Plane) -> Plane {
    var result = plane
    let span = 1 - shadows
    for i in 0..<plane.count {
      let x = min(max((plane.values[i] / fullScale - shadows) / span, 0), 1)
      result.values[i] = Self.transfer(midtones, x)
    }
    return result
  }

  /// The midtones transfer function: 0 at 0, 1 at 1, one half at `m`.
  private static func transfer(_ m: Double, _ x: Double) -> Double {
    ((m - 1) * x) / ((2 * m - 1) * x - m)
  }
}
