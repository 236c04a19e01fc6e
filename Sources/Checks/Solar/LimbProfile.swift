import Evaluation
import SkyMeasurement

/// Whether the solar limb stays where it is and as steep as it is.
struct LimbProfile: PlaneCheck {
  let metadata = CheckMetadata(
    id: "limb-profile", title: "Solar limb widened", question: .faintSignal,
    rationale:
      "The limb is the sharpest edge in astronomy: a denoiser that blurs it, or rings beside it, shows there first.",
    unit: "%", direction: .closerToZeroIsBetter, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let edge = try sample.scene.measurement(SolarEdge.self, plane: plane)
    let clean = try sample.scene.measurement(SceneFrames.self, plane: plane).clean
    let output = try sample.measurement(OutputFrame.self, plane: plane).denoised
    let pairs = zip(edge.crossings(of: clean), edge.crossings(of: output)).compactMap {
      truth, own in truth.flatMap { truth in own.map { (truth, $0) } }
    }
    guard pairs.count >= 8 else {
      throw NotApplicable("\(pairs.count) sectors of the limb can be measured; 8 needed")
    }
    let widths = pairs.map { truth, own in
      100 * ((own.x - own.z) / max(truth.x - truth.z, 1e-6) - 1)
    }
    let width = MedianFigure(widths)
    let shift = MedianFigure(pairs.map { $1.y - $0.y })
    return Finding(
      width.value, interval: .around(width.value, width.halfWidth), count: width.count,
      countUnit: "sectors",
      parts: [
        Finding.Part(
          "limb moved outwards", shift.value, unit: "px",
          interval: .around(shift.value, shift.halfWidth), count: shift.count),
        Finding.Part(
          "width of the true limb, quarter to three quarters",
          OrderStatistics.median(pairs.map { $0.0.x - $0.0.z }), unit: "px"),
      ])
  }
}
