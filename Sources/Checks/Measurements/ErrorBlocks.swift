package import Evaluation
internal import SkyMeasurement

/// The rms error of an output in square blocks of a frame, in units of the input's noise at each pixel: where to look.
package struct ErrorBlocks: Sendable {
  package let columns: Int
  package let rows: Int
  /// In rows; not a number where a block has no pixel that both frames know.
  package let rms: [Double]

  /// The side of a block in pixels; what remains at the right and at the bottom is left out.
  package static let side = 32

  /// Throws ``NotApplicable`` where the scene has no reference, or no noise.
  package init(_ sample: Sample, plane: Int) throws {
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let missing = try sample.scene.measurement(SceneFrames.self, plane: plane).missing
    let side = Self.side
    let (columns, rows) = (residual.width / side, residual.height / side)
    rms = (0..<columns * rows).map { block in
      let (left, top) = (block % columns * side, block / columns * side)
      var (sum, count) = (0.0, 0)
      for y in top..<(top + side) {
        for x in left..<(left + side) where !missing.values[y * residual.width + x] {
          sum += residual[x, y] * residual[x, y]
          count += 1
        }
      }
      return count > 0 ? (sum / Double(count)).squareRoot() : .nan
    }
    (self.columns, self.rows) = (columns, rows)
  }
}
