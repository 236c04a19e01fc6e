internal import AstroImages
package import Evaluation
internal import SkyMeasurement
internal import Statistics

private import Foundation

/// What one output added to a scene's background, cell by cell.
package struct BackgroundCells: Sendable {
  /// A place of the frame: its middle from 0 to 1 along either axis, its distance from the centre in half diagonals, and the
  /// median of output minus reference in units of the input's noise on sky.
  private struct Cell {
    var column: Int
    var row: Int
    var radius: Double
    var value: Double
  }

  private let cells: [Cell]
  private let columns: Int
  private let rows: Int

  /// The most cells along an axis, and the least side of one in pixels.
  private static let most = 16
  private static let leastSide = 16
  private static let rings = 8

  /// - Parameter plane: the plane of light that is looked at.
  package init(_ sample: Sample, plane: Int) throws {
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane)
    let good = try sample.scene.measurement(SceneMasks.self, plane: plane).good
    let residual = try sample.measurement(OutputFrame.self, plane: plane).residual
    let (width, height) = (residual.width, residual.height)
    let columns = max(1, min(Self.most, width / Self.leastSide))
    let rows = max(1, min(Self.most, height / Self.leastSide))
    var cells: [Cell] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let (left, right) = (column * width / columns, (column + 1) * width / columns)
        let (top, bottom) = (row * height / rows, (row + 1) * height / rows)
        var values: [Double] = []
        for y in top..<bottom {
          for x in left..<right where good.values[y * width + x] { values.append(residual[x, y]) }
        }
        // A quarter of a cell is enough for a median; less is mostly the skirts of stars.
        guard 4 * values.count >= (right - left) * (bottom - top) else { continue }
        let u = Double(left + right) / Double(width) - 1
        let v = Double(top + bottom) / Double(height) - 1
        let diagonal = Double(width * width + height * height).squareRoot()
        let radius = hypot(u * Double(width), v * Double(height)) / diagonal
        cells.append(
          Cell(
            column: column, row: row, radius: radius,
            value: OrderStatistics.median(values) / noise.skySigma))
      }
    }
    (self.cells, self.columns, self.rows) = (cells, columns, rows)
  }

  /// The cells joined along one direction; places without a cell are left out.
  package func profile(
    _ axis: BackgroundProfile.Axis, scene: String, candidate: String
  ) -> BackgroundProfile {
    let count =
      switch axis {
      case .x: columns
      case .y: rows
      case .radius: Self.rings
      }
    var groups = [[Double]](repeating: [], count: count)
    for cell in cells {
      let place =
        switch axis {
        case .x: cell.column
        case .y: cell.row
        case .radius: min(count - 1, Int(cell.radius * Double(count)))
        }
      groups[place].append(cell.value)
    }
    var result = BackgroundProfile(
      scene: scene, candidate: candidate, axis: axis, places: [], values: [], errors: [])
    for (place, values) in groups.enumerated() where !values.isEmpty {
      result.places.append((Double(place) + 0.5) / Double(count))
      result.values.append(Moments.mean(values).toProfilePrecision)
      result.errors.append(
        values.count > 1 ? Moments.standardError(values).toProfilePrecision : 0)
    }
    return result
  }
}
