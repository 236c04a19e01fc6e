import Evaluation
import SkyMeasurement

/// Whether the frame's outermost pixels are treated as the others are.
struct EdgeBand: PlaneCheck {
  let metadata = CheckMetadata(
    id: "edge-band", title: "Edge band", question: .frame,
    rationale: "Padding shows as a frame around the frame: noisier, smoother, darker or brighter.",
    unit: "ratio", direction: .closerToOneIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let bands = EdgeBands(residual: residual, good: good).bands
    guard let worst = bands.max(by: { $0.ratio < $1.ratio }) else {
      throw NotApplicable("the frame is too small to have both an edge and an inside")
    }
    var parts: [Finding.Part] = []
    if let worst = bands.max(by: { abs($0.bias) < abs($1.bias) }) {
      let size = abs(worst.bias)
      parts.append(
        Finding.Part(
          "bias", size, unit: "sigma",
          interval: worst.biasHalfWidth.map { Finding.Interval(max(0, size - $0), size + $0) },
          count: worst.blocks))
    }
    for band in bands {
      parts.append(
        Finding.Part(
          "\(band.side.rawValue)", band.ratio, unit: "ratio", interval: interval(band),
          count: band.blocks))
      parts.append(
        Finding.Part(
          "bias, \(band.side.rawValue)", band.bias, unit: "sigma",
          interval: band.biasHalfWidth.map { .around(band.bias, $0) },
          count: band.blocks))
    }
    return Finding(
      worst.ratio, interval: interval(worst), count: worst.blocks, countUnit: "blocks",
      parts: parts)
  }

  private func interval(_ band: EdgeBands.Band) -> Finding.Interval? {
    band.halfWidth.map { Finding.Interval(max(0, band.ratio - $0), band.ratio + $0) }
  }
}
