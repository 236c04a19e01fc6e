package import SkyMeasurement

private import Foundation

/// What became of each spatial frequency, measured against exposures that had no part in the output.
///
/// `T(k) = Re<D R*> / <N R*>`: the reference's noise is independent of both, so it drops out, and so does whatever its
/// interpolation did to the frequency. `R` stands for the truth without being it.
package struct IndependentTransfer: Sendable {
  package struct Ring: Sendable {
    package let low: Double
    package let high: Double
    package let transfer: Double
    /// The standard error: `sqrt(P_(D - TN) P_R / n) / <N R*>`.
    package let error: Double
    /// The signal's power over the frame's noise power, and what the best linear filter would keep.
    package let signalToNoise: Double
    package var wiener: Double { signalToNoise / (1 + signalToNoise) }
    package var name: String { "\(low)-\(high) cycles/px" }
  }

  package let rings: [Ring]

  /// Rings where the signal exceeds the noise and the transfer is known to a tenth.
  package var reliable: [Ring] { rings.filter { $0.signalToNoise >= 1 && $0.error < 0.1 } }

  package init(of output: Plane, in view: StackView) throws {
    let mask = view.hidden
    let noisy = try FadedSpectrum(of: view.noisy, filling: mask)
    let reference = try FadedSpectrum(of: view.reference, filling: mask)
    let denoised = try FadedSpectrum(of: output, filling: mask)
    let rings = Rings(width: view.width, height: view.height)
    let signal = noisy.cross(reference, rings)
    let kept = denoised.cross(reference, rings)
    let (powerN, powerR) = (noisy.power(rings), reference.power(rings))
    let (powerD, crossDN) = (denoised.power(rings), denoised.cross(noisy, rings))
    self.rings = (0..<Rings.count).compactMap { i in
      // Hann's window correlates about 2.6 neighbouring modes; two of a real frame are one.
      let independent = rings.modes[i] / 2 / 2.6
      guard rings.modes[i] >= 8, signal[i] > 0, powerR[i] > 0 else { return nil }
      let transfer = kept[i] / signal[i]
      let rest = max(powerD[i] - 2 * transfer * crossDN[i] + transfer * transfer * powerN[i], 0)
      let noise = max(powerN[i] - signal[i], 1e-12 * powerN[i])
      return Ring(
        low: Rings.edges[i], high: Rings.edges[i + 1], transfer: transfer,
        error: (rest * powerR[i] / independent).squareRoot() / signal[i],
        signalToNoise: signal[i] / noise)
    }
  }
}
