import AstroImages
package import Evaluation
import SkyMeasurement

private import Foundation

/// Whether stars keep the width and roundness that they have in the frame, on stars that the stack vouches for.
package struct StackStarShape: ExposureCheck {
  package let metadata = CheckMetadata(
    id: "stack-star-shape", title: "Star width changed, by the stack's stars", question: .stars,
    rationale:
      "Bloated or sharpened stars show on real frames too: the stack says which peaks are stars, the frame how wide its own night made them.",
    unit: "%", direction: .closerToZeroIsBetter, needs: [.secondExposure])
  package let averagesChannels = false

  package init() {}

  package func measure(_ sample: ExposureSample, channel: Int) throws -> Finding {
    let (view, output) = (sample.views[channel], sample.outputs[channel])
    struct Star {
      var signalToNoise: Double
      var input: StarMoments
      var output: StarMoments
      var stack: StarMoments
    }
    var stars: [Star] = []
    var (tried, lost) = (0, 0)
    for source in view.catalogue.sources
    where source.isIsolated && !source.isSaturated && source.signalToNoise >= 20 {
      func moments(_ plane: Plane) -> StarMoments? {
        StarMoments(in: plane, x: source.x, y: source.y, fwhm: view.fwhm)
      }
      guard let input = moments(view.noisy), let stack = moments(view.reference) else { continue }
      tried += 1
      guard let own = moments(output) else {
        lost += 1
        continue
      }
      stars.append(
        Star(signalToNoise: source.signalToNoise, input: input, output: own, stack: stack))
    }
    guard stars.count >= 8 else {
      throw NotApplicable(
        "\(stars.count) isolated unsaturated stars of signal-to-noise 20 or more; 8 needed")
    }
    var parts: [Finding.Part] = []
    var figures: [MedianFigure] = []
    for (low, high) in [(20.0, 50.0), (50, 150), (150, Double.infinity)] {
      let chosen = stars.filter { $0.signalToNoise >= low && $0.signalToNoise < high }
      guard chosen.count >= 5 else { continue }
      let name = high.isFinite ? "SNR \(Int(low))-\(Int(high))" : "SNR \(Int(low))+"
      let drift = MedianFigure(chosen.map { 100 * ($0.output.fwhm / $0.input.fwhm - 1) })
      figures.append(drift)
      parts.append(drift.part("width against the frame, \(name)", unit: "%"))
      parts.append(
        MedianFigure(chosen.map { 100 * ($0.output.fwhm / $0.stack.fwhm - 1) })
          .part("width against the stack, \(name)", unit: "%"))
      parts.append(
        MedianFigure(chosen.map { 100 * ($0.input.fwhm / $0.stack.fwhm - 1) })
          .part("input's width against the stack, \(name)", unit: "%"))
      let e = (
        MedianFigure(chosen.map { $0.output.e1 - $0.input.e1 }),
        MedianFigure(chosen.map { $0.output.e2 - $0.input.e2 })
      )
      parts.append(
        Finding.Part(
          "ellipticity changed, \(name)", hypot(e.0.value, e.1.value), unit: "ellipticity",
          count: chosen.count))
      let d = (
        MedianFigure(chosen.map { $0.output.x - $0.input.x }),
        MedianFigure(chosen.map { $0.output.y - $0.input.y })
      )
      parts.append(
        Finding.Part(
          "centroid moved, \(name)", hypot(d.0.value, d.1.value), unit: "px", count: chosen.count))
    }
    if figures.isEmpty {
      figures.append(MedianFigure(stars.map { 100 * ($0.output.fwhm / $0.input.fwhm - 1) }))
    }
    if lost > 0 {
      parts.append(
        Finding.Part(
          "stars that make no ellipse", Double(lost) / Double(tried), unit: "fraction", count: tried
        ))
    }
    // The bin that is certainly the worst, not the one with the widest interval.
    func least(_ figure: MedianFigure) -> Double {
      max(0, abs(figure.value) - (figure.interval.high - figure.value))
    }
    let worst = figures.reduce(figures[0]) { least($1) > least($0) ? $1 : $0 }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "stars", parts: parts)
  }
}
