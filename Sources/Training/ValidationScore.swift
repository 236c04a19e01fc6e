internal import Foundation
internal import Networks

/// The one number that training watches: how near the output is to the target where photographers look.
enum ValidationScore {
  /// The stretch in which both are compared: linear on the sky, compressed on stars, the same for every normalisation.
  static let softening: Float = 10

  /// PSNR in dB after mapping both to `10 asinh(z / 10)`, where `z` counts from the background in units of the sky's noise;
  /// the peak is that noise, so an untouched sky scores 0 and stars cannot drown it. Output that is no number scores NaN.
  static func psnr(
    _ output: [Float], _ target: [Float], normalization: Normalization
  ) -> Double {
    var (output, target) = (output, target)
    if case .asinh = normalization {
      let unit = FrameStatistics(background: 0, noise: 1)
      let stretch = Normalization.asinh(softening: softening)
      normalization.revert(&output, unit)
      normalization.revert(&target, unit)
      stretch.apply(to: &output, unit)
      stretch.apply(to: &target, unit)
    }
    var sum = 0.0
    for (a, b) in zip(output, target) {
      let difference = Double(a) - Double(b)
      sum += difference * difference
    }
    // Said before the limits below, which would make a perfect score of it.
    guard sum.isFinite else { return .nan }
    // Two equal frames have no PSNR; 200 dB is past what float32 can tell apart.
    return min(200, -10 * log10(max(sum / Double(output.count), 1e-20)))
  }
}
