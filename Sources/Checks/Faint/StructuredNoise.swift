import Evaluation
import SkyMeasurement

/// Structure in the output that the truth does not explain, by scale.
struct StructuredNoise: PlaneCheck {
  let metadata = CheckMetadata(
    id: "structured-noise", title: "Mottle and invented texture", question: .invention,
    rationale: "Noise moved to coarser scales is easier to see than the noise that was there.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let rings = try sample.measurement(TransferFunction.self, plane: plane).rings
      .filter { $0.low >= 0.02 && $0.modes > 100 }
    guard let first = rings.first else {
      throw NotApplicable("the frame is too small: no ring has 100 modes")
    }
    let worst = rings.reduce(first) {
      $1.incoherent - 2 * $1.incoherentError > $0.incoherent - 2 * $0.incoherentError ? $1 : $0
    }
    let parts = rings.map {
      Finding.Part(
        $0.name, $0.incoherent, unit: "ratio",
        interval: .around($0.incoherent, 2 * $0.incoherentError))
    }
    return Finding(
      worst.incoherent, interval: .around(worst.incoherent, 2 * worst.incoherentError),
      count: rings.count, countUnit: "rings", parts: parts)
  }
}
