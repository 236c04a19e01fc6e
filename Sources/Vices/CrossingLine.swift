internal import AstroImages
internal import Evaluation
internal import Randomness
private import Foundation

/// A straight line across a frame, through its middle parts.
struct CrossingLine {
  private let x: Double
  private let y: Double
  private let offset: Double

  /// Lines of any direction, the same ones for a scene and a name.
  static func drawn(_ count: Int, for workpiece: Workpiece, name: String) -> [CrossingLine] {
    var random = RandomSource(seed: 1, name: "vices/\(name)/" + workpiece.scene.name)
    return (0..<count).map { _ in
      let angle = random.uniform(0, 2 * Double.pi)
      let (x, y) = (cos(angle), sin(angle))
      let (u, v) = (random.uniform(0.3, 0.7), random.uniform(0.3, 0.7))
      return CrossingLine(
        x: x, y: y,
        offset: x * u * Double(workpiece.truth.width) + y * v * Double(workpiece.truth.height))
    }
  }

  /// How far a pixel is from the line, in pixels, with a sign.
  func distance(_ column: Int, _ row: Int) -> Double {
    x * Double(column) + y * Double(row) - offset
  }
}
