import AstroImages
import Evaluation
import SkyMeasurement

/// How much too faint or too bright the stars came out, by brightness.
struct PhotometricBias: PlaneCheck {
  let metadata = CheckMetadata(
    id: "photometric-bias", title: "Star brightness changed", question: .brightness,
    rationale:
      "Photometry must survive: a denoiser that shrinks faint stars towards the sky dims them before it loses them.",
    unit: "mmag", direction: .closerToZeroIsBetter, needs: [.reference, .catalogue])

  /// Ranges of signal-to-noise with the scale that makes them comparable: what a release tolerates in each.
  private static let bins: [(range: SignalBin, scale: Double)] = [
    (SignalBin(5, 10), 150), (SignalBin(10, 20), 30), (SignalBin(20, 50), 30),
    (SignalBin(50, 150), 10), (SignalBin(150), 10),
  ]

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneFluxes.self, plane: plane)
    let fluxes = try sample.measurement(StarFluxes.self, plane: plane)
    var parts: [Finding.Part] = []
    var scatter: [Finding.Part] = []
    var worst: (part: Finding.Part, size: Double)?
    for bin in Self.bins {
      let members = scene.signalToNoise.indices.filter {
        bin.range.contains(scene.signalToNoise[$0])
      }
      guard members.count >= 8 else { continue }
      let errors = members.map { StarFluxes.millimagnitudes * fluxes.error[$0] }
      let inputErrors = members.map { StarFluxes.millimagnitudes * scene.inputError[$0] }
      let (error, input) = (MedianFigure(errors), MedianFigure(inputErrors))
      let bias = -error.value
      let part = Finding.Part(
        bin.range.name, bias, unit: "mmag",
        interval: .around(bias, error.halfWidth), count: error.count)
      parts.append(part)
      scatter.append(
        Finding.Part(
          "scatter, \(bin.range.name)", error.scatter, unit: "mmag",
          count: error.count))
      scatter.append(
        Finding.Part(
          "scatter in the input, \(bin.range.name)", input.scatter,
          unit: "mmag", count: input.count))
      if let added = Finding.Part.addedScatter(
        "added scatter, \(bin.range.name)", after: [errors], before: [inputErrors], unit: "mmag")
      {
        scatter.append(added)
      }
      let size = abs(bias) / bin.scale
      if worst.map({ size > $0.size }) ?? true { worst = (part, size) }
    }
    guard let part = worst?.part else {
      throw NotApplicable("no range of brightness has 8 isolated unsaturated stars")
    }
    return Finding(
      part.value, interval: part.interval, count: part.count, countUnit: "stars",
      parts: parts + scatter)
  }
}
