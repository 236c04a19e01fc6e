package import Evaluation
internal import SkyMeasurement

/// The rms error of an output in square blocks of a frame, in units of the input's noise at each pixel: where to look.
package struct ErrorBlocks: Sendable {
  package let columns: Int
  package let rows: Int
  /// In rows; not a number where a block has no pixel that both frames know.
  package let rms: [Double]

  /// The side of a block in pixels; what remains at the right and at the bottom is left out.
  package static let side = Block.side

  /// Throws ``NotApplicable`` where the scene has no reference, or no noise.
  package init(_ sample: Sample, plane: Int) throws {
    let residual = try sample.measurement(StandardizedResidual.self, plane: plane).plane
    let missing = try sample.scene.measurement(SceneFrames.self, plane: plane).missing
    let side = Self.side
    (columns, rows) = (residual.width / side, residual.height / side)
    rms = Block.all(width: residual.width, height: residual.height).filter {
      $0.columns.count == side && $0.rows.count == side
    }.map { block in
      let known = block.indices { !missing.values[$0] }
      let sum = known.reduce(0) { $0 + residual.values[$1] * residual.values[$1] }
      return known.isEmpty ? .nan : (sum / Double(known.count)).squareRoot()
    }
  }
}
