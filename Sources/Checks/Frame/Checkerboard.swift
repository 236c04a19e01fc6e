import Evaluation
import SkyMeasurement

/// The lattice that upsampling leaves.
struct Checkerboard: PlaneCheck {
  let metadata = CheckMetadata(
    id: "checkerboard", title: "Upsampling lattice", question: .frame,
    rationale: "Strided layers leave a regular pattern that stacking does not remove.",
    unit: "ratio", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference])

  /// Lines weaker than this in units of the input's noise cannot be seen, however clear they are of their neighbours.
  private static let smallestAmplitude = 0.003

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    guard
      let lattice = try LatticePower(
        residual: residual, good: good, smallestAmplitude: Self.smallestAmplitude)
    else {
      throw NotApplicable("the frame is smaller than 64 pixels, or nothing in it is free of stars")
    }
    var parts: [Finding.Part] = []
    if let line = lattice.strongest {
      parts.append(Finding.Part("amplitude", line.amplitude, unit: "sigma"))
      parts.append(Finding.Part("frequency down", line.row, unit: "cycles/px"))
      parts.append(Finding.Part("frequency across", line.column, unit: "cycles/px"))
    }
    for (period, amplitude) in lattice.amplitudes {
      parts.append(Finding.Part("amplitude, period \(period) px", amplitude, unit: "sigma"))
    }
    let ratio = lattice.strongest?.ratio ?? 0
    // A line's amplitude has the error of its neighbours', 1 / sqrt(2) of their root mean square, along it.
    let (root, half) = (ratio.squareRoot(), 1.96 / 2.0.squareRoot())
    let (low, high) = (max(0, root - half), root + half)
    return Finding(
      ratio, interval: ratio > 0 ? Finding.Interval(low * low, high * high) : nil, count: 1,
      countUnit: "lines", parts: parts)
  }
}
