import Evaluation
import SkyMeasurement

private import Foundation

/// How the stars moved across the frame: turned, enlarged or sheared, which no star's median shows.
struct StarField: SampleMeasurement {
  /// How far the corner that moved most moved beside the middle of the frame, in pixels.
  let displacement: Double
  /// Half the width of its simultaneous 95 % interval: the corner is chosen because it moved most.
  let halfWidth: Double
  let count: Int

  /// Fewer stars leave too much to the few that decide a corner.
  private static let fewest = 20

  init(sample: Sample, plane: Int) throws {
    let shapes = try sample.measurement(StarShapes.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane).denoised
    var rows: [[Double]] = []
    var moves: [[Double]] = [[], []]
    for (_, pairs) in shapes.byBin {
      let x = MedianFigure(pairs.map { $0.output.x - $0.truth.x })
      let y = MedianFigure(pairs.map { $0.output.y - $0.truth.y })
      // Stars count by how well their range of brightness is measured; a thousandth of a pixel is where pixels themselves end.
      let error = max(hypot(x.scatter, y.scatter), 0.001)
      for pair in pairs {
        let u = 2 * pair.truth.x / Double(output.width - 1) - 1
        let v = 2 * pair.truth.y / Double(output.height - 1) - 1
        rows.append([1 / error, u / error, v / error])
        moves[0].append((pair.output.x - pair.truth.x) / error)
        moves[1].append((pair.output.y - pair.truth.y) / error)
      }
    }
    guard rows.count >= Self.fewest else {
      throw NotApplicable("\(rows.count) stars with a measurable shape; \(Self.fewest) needed")
    }
    let weights = [Double](repeating: 1, count: rows.count)
    let fits = moves.compactMap { LeastSquares(rows: rows, targets: $0, weights: weights) }
    guard fits.count == 2 else {
      throw NotApplicable("the stars with a measurable shape stand in one line")
    }
    let corners: [[Double]] = [[0, -1, -1], [0, 1, -1], [0, -1, 1], [0, 1, 1]]
    let moved = corners.map { corner in fits.map { Self.product($0.solution, corner) } }
    let worst = moved.indices.max { Self.length(moved[$0]) < Self.length(moved[$1]) } ?? 0
    let errors = zip(fits, moves).map { fit, targets in
      fit.standardError(
        of: corners[worst], rows: rows,
        errors: zip(rows, targets).map { $1 - Self.product(fit.solution, $0) }, weights: weights)
    }
    displacement = Self.length(moved[worst])
    halfWidth = Self.simultaneous * Self.length(errors)
    count = rows.count
  }

  /// Scheffe's factor for the four slopes of two planes: the root of chi square's 95 % point.
  private static let simultaneous = 3.080

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func length(_ vector: [Double]) -> Double { hypot(vector[0], vector[1]) }
}
