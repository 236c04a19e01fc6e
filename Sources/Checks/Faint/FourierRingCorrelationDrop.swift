import Evaluation
import SkyMeasurement

/// Where the output is less like the truth than the input was.
struct FourierRingCorrelationDrop: PlaneCheck {
  let metadata = CheckMetadata(
    id: "frc-drop", title: "Information lost", question: .faintSignal,
    rationale:
      "No linear filter changes this correlation: a drop means that structure was destroyed or made up.",
    unit: "correlation", direction: .higherIsBetter, lowerBound: -2, upperBound: 2,
    needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let rings = try sample.measurement(TransferFunction.self, plane: plane).requireReliable()
    let changes = rings.map { $0.correlation - $0.inputCorrelation }
    let worst = changes.indices.reduce(0) { changes[$1] < changes[$0] ? $1 : $0 }
    let parts = rings.indices.map {
      Finding.Part(
        "change at \(rings[$0].name)", changes[$0], unit: "correlation",
        interval: .around(changes[$0], rings[$0].changeHalfWidth))
    }
    return Finding(
      changes[worst], interval: .around(changes[worst], rings[worst].changeHalfWidth),
      count: rings.count, countUnit: "rings", parts: parts)
  }
}
