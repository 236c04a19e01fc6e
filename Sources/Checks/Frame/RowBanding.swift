import Evaluation
import SkyMeasurement

/// Differences between neighbouring rows or columns of the input, and how many pixels show them.
struct SceneBands: SceneMeasurement {
  let input: LineBands
  let lines: [SingleLines]
  let slanting: SlantingLines

  var byteCount: Int { slanting.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    let error = (frames.noisy - frames.clean).combined(with: noise.sigma, /)
    input = LineBands(error, in: masks.background)
    lines = [true, false].map { SingleLines(error, in: masks.background, areRows: $0) }
    slanting = SlantingLines(error, in: masks.background)
  }
}

/// Whether rows or columns took on levels of their own.
struct RowBanding: PlaneCheck {
  let metadata = CheckMetadata(
    id: "row-banding", title: "Bands along rows and columns", question: .frame,
    rationale:
      "A faint stripe crosses the whole frame: the eye finds it far below the noise of a pixel.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneBands.self, plane: plane)
    let masks = try sample.scene.measurement(SceneMasks.self, plane: plane)
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let output = LineBands(residual, in: masks.background)
    let ratios = zip(output.steps, scene.input.steps).compactMap { after, before -> Finding.Part? in
      guard before.step > 0 else { return nil }
      let ratio = after.step / before.step
      // The variance of a mean square of n differences, each of which shares a group with the next: 3 / n of its square. Two
      // of them, and half of it for the root.
      let count = min(after.count, before.count)
      let half = 1.96 * ratio * (1.5 / Double(max(count, 1))).squareRoot()
      let lines = after.scale.areRows ? "rows" : "columns"
      return Finding.Part(
        after.scale.lines == 1 ? lines : "groups of \(after.scale.lines) \(lines)", ratio,
        unit: "ratio", interval: Finding.Interval(max(0, ratio - half), ratio + half), count: count)
    }
    // The one that is most surely high: that of few broad groups scatters most.
    guard
      let worst = ratios.max(by: { ($0.interval?.low ?? 0) < ($1.interval?.low ?? 0) })
    else {
      throw NotApplicable("the frame has fewer than 13 rows and columns with plain sky")
    }
    return Finding(
      worst.value, interval: worst.interval, count: worst.count, countUnit: "steps",
      parts: ratios
        + [
          Self.strongestLine(residual, in: masks.background, input: scene.lines),
          Self.strongestSlant(residual, in: masks.background, input: scene.slanting),
        ].compactMap { $0 })
  }

  /// The row or column that stands out of its neighbours most, beyond what it did in the input.
  private static func strongestLine(
    _ residual: Plane, in sky: Mask, input: [SingleLines]
  ) -> Finding.Part? {
    let output = [true, false].map { SingleLines(residual, in: sky, areRows: $0) }
    return Finding.Part.strongest(
      "strongest single line", output.flatMap(\.heights), input.flatMap(\.heights),
      unit: "sigma of a line")
  }

  /// The same of lines of any direction.
  private static func strongestSlant(
    _ residual: Plane, in sky: Mask, input: SlantingLines
  ) -> Finding.Part? {
    SlantingLines(residual, in: sky).strongest(beyond: input).map { line in
      Finding.Part(
        "strongest slanting line", line.excess, unit: "sigma of a line",
        interval: Finding.Interval(
          max(0, line.excess - 1.96 * line.scatter), line.excess + 1.96 * line.scatter))
    }
  }
}
