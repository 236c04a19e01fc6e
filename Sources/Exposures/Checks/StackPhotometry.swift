import AstroImages
package import Evaluation
import SkyMeasurement

/// Whether stars keep their light, measured against the light that the stack shows.
package struct StackPhotometry: ExposureCheck {
  package let metadata = CheckMetadata(
    id: "stack-photometry", title: "Star light changed, by the stack", question: .brightness,
    rationale:
      "A variable star's curve is worth nothing when the denoiser dims faint stars; the stack says what light there is.",
    unit: "mmag", direction: .closerToZeroIsBetter, needs: [.secondExposure])
  package let averagesChannels = false

  package init() {}

  static let bins: [(low: Double, high: Double)] = [
    (5, 10), (10, 20), (20, 50), (50, 150), (150, .infinity),
  ]
  private static let millimagnitudes = 1085.736

  package func measure(_ sample: ExposureSample, channel: Int) throws -> Finding {
    let (view, output) = (sample.views[channel], sample.outputs[channel])
    let margin = 6 * view.fwhm + 1
    let stars = view.catalogue.sources.filter {
      $0.isIsolated && !$0.isSaturated && $0.signalToNoise >= 5 && $0.x > margin && $0.y > margin
        && $0.x < Double(view.width) - margin && $0.y < Double(view.height) - margin
    }
    guard stars.count >= 8 else {
      throw NotApplicable(
        "\(stars.count) isolated unsaturated stars of signal-to-noise 5 or more; 8 needed")
    }
    let places = stars.map { SIMD2($0.x, $0.y) }
    let stack = try AperturePhotometry.fluxes(in: view.reference, at: places, fwhm: view.fwhm)
    let before = try AperturePhotometry.fluxes(in: view.noisy, at: places, fwhm: view.fwhm)
    let after = try AperturePhotometry.fluxes(in: output, at: places, fwhm: view.fwhm)
    var parts: [Finding.Part] = []
    var figures: [MedianFigure] = []
    for bin in Self.bins {
      let chosen = stars.indices.filter {
        stars[$0].signalToNoise >= bin.low && stars[$0].signalToNoise < bin.high && stack[$0] > 0
      }
      guard chosen.count >= 8 else { continue }
      let name = bin.high.isFinite ? "SNR \(Int(bin.low))-\(Int(bin.high))" : "SNR \(Int(bin.low))+"
      // Of the same photons: what the candidate did to them, without the frame's own noise.
      let change = MedianFigure(
        chosen.map { -Self.millimagnitudes * (after[$0] - before[$0]) / stack[$0] })
      parts.append(change.part("against the frame, \(name)", unit: "mmag"))
      parts.append(
        MedianFigure(chosen.map { -Self.millimagnitudes * (after[$0] / stack[$0] - 1) })
          .part("against the stack, \(name)", unit: "mmag"))
      parts.append(
        MedianFigure(chosen.map { -Self.millimagnitudes * (before[$0] / stack[$0] - 1) })
          .part("input against the stack, \(name)", unit: "mmag"))
      let scatter =
        Self.millimagnitudes
        * OrderStatistics.robustSigma(chosen.map { after[$0] / stack[$0] })
      let own =
        Self.millimagnitudes
        * OrderStatistics.robustSigma(chosen.map { before[$0] / stack[$0] })
      if own > 0 {
        parts.append(
          Finding.Part(
            "scatter over the input's, \(name)", scatter / own, unit: "ratio", count: chosen.count))
      }
      if bin.low >= 10 { figures.append(change) }
    }
    guard let first = figures.first else {
      throw NotApplicable("no range of signal-to-noise from 10 on has eight stars")
    }
    func least(_ figure: MedianFigure) -> Double {
      max(0, abs(figure.value) - (figure.interval.high - figure.value))
    }
    let worst = figures.reduce(first) { least($1) > least($0) ? $1 : $0 }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "stars", parts: parts)
  }
}
