import AstroImages
import Evaluation
import SkyMeasurement

/// How much the answer depends on how the frame is held and exposed.
struct Equivariance: Check {
  let metadata = CheckMetadata(
    id: "equivariance", title: "Equivariance", question: .frame,
    rationale: "The sky has no up, and twice the exposure is the same sky.",
    unit: "sigma", direction: .closerToZeroIsBetter, lowerBound: 0, needs: [.denoiser])

  /// Pixels at the border that no answer is compared in: padding there is `edge-band`'s matter.
  private static let margin = 16

  /// A change of the input with what undoes it in the output.
  private struct Change {
    var name: String
    var change: (AstroImage) -> AstroImage
    var back: (AstroImage) -> AstroImage
  }

  func evaluate(_ sample: Sample) throws -> CheckOutcome {
    let trial = try Trial(sample, side: 192, least: 64)
    let first = try trial.denoise(trial.input)
    var parts: [Finding.Part] = []
    var pixels = 0
    for change in Self.changes(trial) {
      let answer = change.back(try trial.denoise(change.change(trial.input)))
      var worst = 0.0
      for (plane, sigma) in trial.light {
        var (sum, count) = (0.0, 0)
        for y in Self.margin..<(first.height - Self.margin) {
          for x in Self.margin..<(first.width - Self.margin) {
            let i = y * first.width + x
            let d = Double(answer.planes[plane][i]) - Double(first.planes[plane][i])
            guard d.isFinite else { continue }
            sum += d * d
            count += 1
          }
        }
        guard count > 0 else { continue }
        pixels = max(pixels, count)
        worst = max(worst, (sum / Double(count)).squareRoot() / sigma)
      }
      parts.append(Finding.Part(change.name, worst, unit: "sigma"))
    }
    guard pixels > 0 else { return .notApplicable(reason: "the outputs hold no number") }
    return .measured(
      Finding(
        parts.map(\.value).max() ?? 0, count: pixels, countUnit: "pixels", parts: parts))
  }

  private static func changes(_ trial: Trial) -> [Change] {
    let (w, h) = (trial.input.width, trial.input.height)
    func across(_ image: AstroImage) -> AstroImage {
      image.rearranged(width: w, height: h) { x, y in (w - 1 - x, y) }
    }
    func down(_ image: AstroImage) -> AstroImage {
      image.rearranged(width: w, height: h) { x, y in (x, h - 1 - y) }
    }
    func moved(_ image: AstroImage, by step: Int) -> AstroImage {
      image.rearranged(width: w, height: h) { x, y in (min(max(x + step, 0), w - 1), y) }
    }
    func scaled(_ image: AstroImage, by factor: Float) -> AstroImage {
      image.mappingLight { factor * $0 }
    }
    let pedestal = Float(trial.light.map(\.sigma).max() ?? 0)
    return [
      Change(name: "mirrored across", change: across, back: across),
      Change(name: "mirrored down", change: down, back: down),
      Change(
        name: "turned by 90 degrees",
        change: { $0.rearranged(width: h, height: w) { x, y in (y, h - 1 - x) } },
        back: { $0.rearranged(width: w, height: h) { x, y in (h - 1 - y, x) } }),
      Change(
        name: "moved by 1 px", change: { moved($0, by: -1) }, back: { moved($0, by: 1) }),
      Change(
        name: "half the exposure", change: { scaled($0, by: 0.5) }, back: { scaled($0, by: 2) }),
      Change(
        name: "twice the exposure", change: { scaled($0, by: 2) }, back: { scaled($0, by: 0.5) }),
      Change(
        name: "one sigma more pedestal", change: { $0.mappingLight { $0 + pedestal } },
        back: { $0.mappingLight { $0 - pedestal } }),
    ]
  }
}
