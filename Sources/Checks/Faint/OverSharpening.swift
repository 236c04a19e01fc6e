import Evaluation
import SkyMeasurement

/// How far spatial frequencies are raised above the truth, by the lower bound of the strongest.
struct OverSharpening: PlaneCheck {
  let metadata = CheckMetadata(
    id: "over-sharpening", title: "Over-sharpening", question: .invention,
    rationale: "Contrast that the sky does not have looks like detail until it is compared.",
    unit: "ratio", direction: .lowerIsBetter, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let rings = try sample.measurement(TransferFunction.self, plane: plane).requireReliable()
    let worst = rings.reduce(rings[0]) {
      $1.transfer - 2 * $1.error > $0.transfer - 2 * $0.error ? $1 : $0
    }
    let value = worst.transfer - 2 * worst.error
    // The value is already a lower bound; with few modes the bound itself is uncertain.
    let surest = rings.map { $0.transfer - $0.halfWidth }.max() ?? value
    return Finding(
      value, interval: Finding.Interval(min(surest, value), worst.transfer + worst.halfWidth),
      count: rings.count, countUnit: "rings",
      parts: [
        Finding.Part(
          "transfer, \(worst.name)", worst.transfer, unit: "ratio",
          interval: .around(worst.transfer, 2 * worst.error))
      ])
  }
}
