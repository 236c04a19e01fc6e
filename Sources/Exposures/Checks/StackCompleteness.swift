import AstroImages
package import Evaluation
import SkyMeasurement

private import Foundation

/// Which of the stars that the other exposures show together the output shows.
package struct StackCompleteness: ExposureCheck {
  package let metadata = CheckMetadata(
    id: "stack-completeness", title: "Stars of the stack found", question: .stars,
    rationale:
      "A deep stack knows faint stars that a single frame barely shows: a denoiser should bring them out and lose none.",
    unit: "fraction", direction: .higherIsBetter, lowerBound: 0, upperBound: 1,
    needs: [.secondExposure])
  package let averagesChannels = false

  package init() {}

  static let bins: [(low: Double, high: Double)] = [
    (5, 7), (7, 10), (10, 20), (20, 50), (50, .infinity),
  ]

  package func measure(_ sample: ExposureSample, channel: Int) throws -> Finding {
    let (view, output) = (sample.views[channel], sample.outputs[channel])
    let detector = LoweredGaussian(fwhm: view.fwhm)
    let sigma = view.noise * detector.relativeError
    guard sigma > 0 else { throw NotApplicable("the frame shows no noise of its own") }
    let margin = 2 * view.fwhm
    let stars = view.catalogue.sources.filter {
      $0.signalToNoise >= 5 && $0.x > margin && $0.y > margin
        && $0.x < Double(view.width) - margin && $0.y < Double(view.height) - margin
    }
    guard stars.count >= 10 else {
      throw NotApplicable(
        "the stack shows \(stars.count) stars of signal-to-noise 5 or more; 10 needed")
    }
    // The detector's threshold follows the output's noise down to half, never further (checks.md).
    let share = Self.noiseShare(output, view, detector)
    let radius = max(1.5, 0.6 * view.fwhm)
    let places = stars.map { SIMD2($0.x, $0.y) }
    let order = stars.indices.sorted { (stars[$1].flux, $0) < (stars[$0].flux, $1) }
    func found(_ plane: Plane, _ threshold: Double) -> (isFound: [Bool], detections: [Detection]) {
      let detections = detector.detections(in: plane, above: threshold)
      let index = PointIndex(detections.map { SIMD2($0.x, $0.y) }, reach: radius)
      return (
        index.match(places, brightestFirst: order, within: radius).map { $0 != nil }, detections
      )
    }
    let before = found(view.noisy, 4 * sigma)
    let after = found(output, 4 * sigma * share)
    var parts: [Finding.Part] = []
    for bin in Self.bins {
      let chosen = stars.indices.filter {
        stars[$0].signalToNoise >= bin.low && stars[$0].signalToNoise < bin.high
      }
      guard !chosen.isEmpty else { continue }
      let name = bin.high.isFinite ? "SNR \(Int(bin.low))-\(Int(bin.high))" : "SNR \(Int(bin.low))+"
      for (title, isFound) in [(name, after.isFound), ("input, \(name)", before.isFound)] {
        let count = chosen.count { isFound[$0] }
        parts.append(
          Finding.Part(
            title, Double(count) / Double(chosen.count), unit: "fraction",
            interval: .wilson(count, of: chosen.count), count: chosen.count))
      }
    }
    let count = after.isFound.count { $0 }
    let lost = stars.indices.count { before.isFound[$0] && !after.isFound[$0] }
    let gained = stars.indices.count { !before.isFound[$0] && after.isFound[$0] }
    let net = Double(lost - gained) / Double(stars.count)
    let half = 1.96 * Double(lost + gained).squareRoot() / Double(stars.count)
    parts.append(
      Finding.Part(
        "lost against the input, net", net, unit: "fraction",
        interval: .around(net, half),
        count: stars.count))
    parts.append(unconfirmed(after.detections, view, detector))
    return Finding(
      Double(count) / Double(stars.count), interval: .wilson(count, of: stars.count),
      count: stars.count, countUnit: "stars", parts: parts)
  }

  /// The output's noise at the scale of a star over the frame's, between a half and one.
  private static func noiseShare(
    _ output: Plane, _ view: StackView, _ detector: LoweredGaussian
  ) -> Double {
    func scatter(_ plane: Plane) -> Double {
      let residual = plane - view.reference
      let kernel = SymmetricKernel.smoothing(sigma: view.fwhm * PointSource.sigmaPerFWHM)
      return OrderStatistics.robustSigma(residual.filtered(kernel).selected(by: view.sky.values))
    }
    let (own, input) = (scatter(output), scatter(view.noisy))
    return input > 0 ? min(max(own / input, 0.5), 1) : 1
  }

  /// Peaks of the output that the stack does not show at two sigma of its own noise, a megapixel.
  private func unconfirmed(
    _ detections: [Detection], _ view: StackView, _ detector: LoweredGaussian
  ) -> Finding.Part {
    let floor = 2 * max(view.referenceVariance, 0).squareRoot() * detector.relativeError
    let known = detector.detections(in: view.reference, above: floor)
    let index = PointIndex(
      known.map { SIMD2($0.x, $0.y) }, reach: max(2, view.fwhm))
    let alone = detections.filter { detection in
      let i = Int(detection.y.rounded()) * view.width + Int(detection.x.rounded())
      return view.usable.values.indices.contains(i) && view.sky.values[i]
        && !index.hasPoint(near: SIMD2(detection.x, detection.y), within: max(2, view.fwhm))
    }.count
    let area = Double(view.sky.count) / 1e6
    let root = 1.96 * Double(alone).squareRoot()
    return Finding.Part(
      "peaks that the stack does not confirm, a megapixel", Double(alone) / area, unit: "per Mpx",
      interval: .init(max(Double(alone) - root, 0) / area, (Double(alone) + root + 1) / area),
      count: alone)
  }
}
