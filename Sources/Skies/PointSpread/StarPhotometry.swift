import Foundation

/// The signal-to-noise ratio that an optimal extraction of a star reaches (Horne, PASP 98, 609, 1986).
///
/// `sqrt(sum (F P)^2 / (F P + B))` over the 41 x 41 pixels round a star of `F` electrons that sits on a pixel's centre, where
/// `P` is the pixel's share of the flux and `B` the variance of the background in electrons squared.
public struct StarPhotometry: Sendable {
  private let shares: [Double]
  private let backgroundVariance: Double

  /// The pixel that a star fills most when it sits on the pixel's centre: its share of the flux.
  public let peakShare: Double

  public init(profile: MoffatProfile, backgroundVariance: Double) {
    var shares: [Double] = []
    shares.reserveCapacity(41 * 41)
    for y in -20...20 {
      for x in -20...20 { shares.append(profile.pixel(Double(x), Double(y))) }
    }
    self.shares = shares
    self.backgroundVariance = backgroundVariance
    peakShare = profile.pixel(0, 0)
  }

  /// The ratio of a star of so many electrons.
  public func signalToNoise(electrons: Double) -> Double {
    var sum = 0.0
    for share in shares {
      let signal = electrons * share
      sum += signal * signal / (signal + backgroundVariance)
    }
    return sum.squareRoot()
  }

  /// How many electrons a star needs for a ratio, to a relative 1e-10.
  public func electrons(forSignalToNoise target: Double) -> Double {
    // In logarithms the ratio is a smooth curve of slope between 1/2 (bright) and 1 (faint): secant steps converge fast.
    var lower = log(target * target)
    var lowerError = log(signalToNoise(electrons: exp(lower)) / target)
    var upper = lower - lowerError
    for _ in 0..<60 where abs(upper - lower) > 1e-10 {
      let error = log(signalToNoise(electrons: exp(upper)) / target)
      let slope = min(max((error - lowerError) / (upper - lower), 0.4), 1.1)
      (lower, lowerError) = (upper, error)
      upper -= error / slope
    }
    return exp(upper)
  }
}
