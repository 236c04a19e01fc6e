import Foundation
package import Networks

/// A Gaussian blur: the oldest way to lose noise and stars together.
package struct GaussianFilter: PlaneFilter {
  package static let id = "gaussian"
  let sigma: Double
  package var specification: String { "gaussian:sigma=\(sigma)" }
  package var summary: String { "Gaussian blur with sigma \(sigma) px." }

  package var reach: Int { Int((4 * sigma).rounded(.up)) }

  package init(settings: [String: String]) throws {
    try Settings.check(settings, accepted: ["sigma"], of: Self.id)
    sigma = try Settings.number(settings, "sigma", default: 1, in: 0.1...50, of: Self.id)
  }

  package func filter(_ plane: [Float], width: Int, height: Int, statistics: FrameStatistics)
    -> [Float]
  {
    let half = reach
    let taps = (-half...half).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
    let sum = taps.reduce(0, +)
    return separableFilter(
      plane, width: width, height: height, kernel: taps.map { Float($0 / sum) })
  }
}
