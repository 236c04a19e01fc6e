import Evaluation
import SkyMeasurement

private import Foundation

/// How a figure of the stars changes across the frame, which no star's median shows: turned, enlarged, sharper at one side.
struct StarField {
  /// How much the corner that differs most differs from the middle of the frame, in the figure's unit.
  let difference: Double
  /// Half the width of its simultaneous 95 % interval: the corner is chosen because it differs most.
  let halfWidth: Double
  let count: Int

  /// Fewer stars leave too much to the few that decide a corner.
  private static let fewest = 20

  /// A plane through each dimension of a figure's error over the frame; `nil` for too few stars, or stars in one line.
  ///
  /// `errors`: what a star is off, by dimension. `least`: an error that no range of brightness is below, where pixels end.
  init?(
    _ shapes: StarShapes, width: Int, height: Int, least: Double,
    of errors: [(StarShapes.Pair) -> Double]
  ) {
    var rows: [[Double]] = []
    var targets = [[Double]](repeating: [], count: errors.count)
    for (_, pairs) in shapes.byBin {
      let scatters = errors.map { OrderStatistics.robustSigma(pairs.map($0)) }
      // Stars count by how well their range of brightness is measured.
      let error = max(Self.length(scatters), least)
      for pair in pairs {
        let u = 2 * pair.truth.x / Double(width - 1) - 1
        let v = 2 * pair.truth.y / Double(height - 1) - 1
        rows.append([1 / error, u / error, v / error])
        for (dimension, value) in errors.enumerated() {
          targets[dimension].append(value(pair) / error)
        }
      }
    }
    guard rows.count >= Self.fewest else { return nil }
    let weights = [Double](repeating: 1, count: rows.count)
    let fits = targets.compactMap { LeastSquares(rows: rows, targets: $0, weights: weights) }
    guard fits.count == errors.count else { return nil }
    let corners: [[Double]] = [[0, -1, -1], [0, 1, -1], [0, -1, 1], [0, 1, 1]]
    let moved = corners.map { corner in fits.map { Self.product($0.solution, corner) } }
    let worst = moved.indices.max { Self.length(moved[$0]) < Self.length(moved[$1]) } ?? 0
    let standardErrors = zip(fits, targets).map { fit, targets in
      fit.standardError(
        of: corners[worst], rows: rows,
        errors: zip(rows, targets).map { $1 - Self.product(fit.solution, $0) }, weights: weights)
    }
    difference = Self.length(moved[worst])
    halfWidth =
      (errors.count == 1 ? Self.simultaneous : Self.simultaneousInTwo)
      * Self.length(standardErrors)
    count = rows.count
  }

  /// The part of a finding that says so.
  func part(unit: String) -> Finding.Part {
    Finding.Part(
      "across the field", difference, unit: unit,
      interval: Finding.Interval(max(0, difference - halfWidth), difference + halfWidth),
      count: count)
  }

  /// Scheffe's factor for the two slopes of a plane, and for the four of two: the root of chi square's 95 % point.
  private static let simultaneous = 2.448
  private static let simultaneousInTwo = 3.080

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func length(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
