import Evaluation
import SkyMeasurement

/// The error that is left, as a share of the error that the input had.
struct RMSERatio: PlaneCheck {
  let metadata = CheckMetadata(
    id: "rmse-ratio", title: "Error left", question: .fidelity,
    rationale: "How much of the input's error remains, on the whole frame and away from stars.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])
  let averagesPlanes = true

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let before = Sums.meanSquaredDifference(frames.noisy.values, frames.clean.values)
    guard before > 0 else { throw NotApplicable("the input equals the reference") }
    let after = Sums.meanSquaredDifference(output.denoised.values, frames.clean.values)
    var parts: [Finding.Part] = []
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good.values
    let starless = (
      before: squares(frames.noisy, frames.clean, good),
      after: squares(output.denoised, frames.clean, good)
    )
    if starless.before > 0 {
      parts.append(
        Finding.Part(
          "away from stars", (starless.after / starless.before).squareRoot(), unit: "ratio"))
    }
    return Finding(
      (after / before).squareRoot(),
      interval: interval(output.denoised, frames.noisy, frames.clean, ratio: after / before),
      count: frames.clean.count, countUnit: "pixels", parts: parts)
  }

  /// The interval of the ratio, by blocks.
  private func interval(_ output: Plane, _ noisy: Plane, _ clean: Plane, ratio: Double)
    -> Finding.Interval?
  {
    func squares(_ plane: Plane) -> [Double] {
      BlockJackknife.sums(width: plane.width, height: plane.height) {
        (plane.values[$0] - clean.values[$0]) * (plane.values[$0] - clean.values[$0])
      }
    }
    return BlockJackknife.halfWidth(squares(output), over: squares(noisy)).map {
      Finding.Interval(max(ratio - $0, 0).squareRoot(), (ratio + $0).squareRoot())
    }
  }

  /// The sum of squared differences where the mask says yes.
  private func squares(_ a: Plane, _ b: Plane, _ mask: [Bool]) -> Double {
    Sums.sum(count: a.count) {
      let d = a.values[$0] - b.values[$0]
      return mask[$0] ? d * d : 0
    }
  }
}
