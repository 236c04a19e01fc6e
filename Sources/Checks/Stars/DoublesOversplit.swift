import Evaluation
import SkyMeasurement

/// Whether the gap between double stars is deeper than in the truth.
struct DoublesOversplit: PlaneCheck {
  let metadata = CheckMetadata(
    id: "doubles-oversplit", title: "Doubles split too far", question: .invention,
    rationale:
      "A gap deeper than the optics made, or one where there is none, is invented resolution.",
    unit: "ratio", direction: .closerToOneIsBetter, lowerBound: 0, needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneDoubles.self, plane: plane)
    let output = try sample.measurement(OutputDoubles.self, plane: plane)
    let ratio = output.dipRatio(scene)
    var parts: [Finding.Part] = []
    if let close = output.closeDipRatio(scene) {
      parts.append(
        Finding.Part(
          "close pairs", close.value, unit: "ratio",
          interval: .around(close.value, close.halfWidth), count: close.count))
    }
    let single = scene.pairs.indices.filter { scene.pairs[$0].isUnresolvable }
    if single.count >= 3 {
      for (name, dips) in [
        ("split where the reference shows one", output.dips),
        ("split where the reference shows one, input", scene.pairs.map(\.inputDip)),
      ] {
        let split = single.filter { dips[$0] > 0.10 }.count
        parts.append(
          Finding.Part(
            name, Double(split) / Double(single.count), unit: "fraction",
            interval: .wilson(split, of: single.count), count: single.count))
      }
    }
    return Finding(
      ratio.value, interval: .around(ratio.value, ratio.halfWidth), count: ratio.count,
      countUnit: "pairs", parts: parts)
  }
}
