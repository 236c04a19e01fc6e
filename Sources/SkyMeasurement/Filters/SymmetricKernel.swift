private import Foundation

/// One half of a symmetric one-dimensional kernel: the centre, then the taps outwards.
package struct SymmetricKernel: Equatable, Sendable {
  package let taps: [Double]

  package init(taps: [Double]) {
    precondition(!taps.isEmpty, "a kernel needs a centre")
    self.taps = taps
  }

  package var radius: Int { taps.count - 1 }

  /// A Gaussian of unit sum, cut off at `radius` pixels.
  package static func gaussian(sigma: Double, radius: Int) -> SymmetricKernel {
    let raw = (0...radius).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
    let total = raw[0] + 2 * raw.dropFirst().reduce(0, +)
    return SymmetricKernel(taps: raw.map { $0 / total })
  }

  /// A smoothing Gaussian, cut off at four sigma as SciPy's `gaussian_filter` does.
  package static func smoothing(sigma: Double) -> SymmetricKernel {
    gaussian(sigma: sigma, radius: max(1, Int(4 * sigma + 0.5)))
  }

  /// A matched filter's Gaussian for a point source, cut off at three sigma.
  package static func pointSource(fwhm: Double) -> SymmetricKernel {
    let sigma = fwhm * PointSource.sigmaPerFWHM
    return gaussian(sigma: sigma, radius: max(1, Int((3 * sigma).rounded(.up))))
  }

  /// The kernel with every tap squared.
  package var squared: SymmetricKernel { SymmetricKernel(taps: taps.map { $0 * $0 }) }

  /// The sum of all taps, both sides.
  package var sum: Double { taps[0] + 2 * taps.dropFirst().reduce(0, +) }
}

/// Constants of a Gaussian point source.
package enum PointSource {
  /// `2 sqrt(2 ln 2)`.
  package static let fwhmPerSigma = 2.3548200450309493
  package static let sigmaPerFWHM = 1 / fwhmPerSigma
}
