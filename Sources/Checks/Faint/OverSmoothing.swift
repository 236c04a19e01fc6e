import Evaluation
import SkyMeasurement

/// How far fine structure falls short of what the best linear filter would keep.
struct OverSmoothing: PlaneCheck {
  let metadata = CheckMetadata(
    id: "over-smoothing", title: "Over-smoothing", question: .faintSignal,
    rationale: "The plastic look: structure that was above the noise and is gone.",
    unit: "fraction", direction: .lowerIsBetter, upperBound: 2, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let function = try sample.measurement(TransferFunction.self, plane: plane)
    let rings = try function.requireReliable()
    let worst = rings.reduce(rings[0]) {
      1 - $1.transfer / $1.wiener > 1 - $0.transfer / $0.wiener ? $1 : $0
    }
    let value = 1 - worst.transfer / worst.wiener
    var parts = [Finding.Part("at \(worst.name)", value, unit: "fraction")]
    for ring in rings {
      parts.append(
        Finding.Part(
          "transfer, \(ring.name)", ring.transfer, unit: "ratio",
          interval: .around(ring.transfer, 2 * ring.error)))
    }
    return Finding(
      value, interval: .around(value, worst.halfWidth / worst.wiener), count: rings.count,
      countUnit: "rings",
      parts: parts)
  }
}
