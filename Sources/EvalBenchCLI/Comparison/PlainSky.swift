import AstroImages
import Evaluation

/// The plainest square of a frame: what a denoiser does there, it does to noise alone.
struct PlainSky {
  let x: Double
  let y: Double
  /// Whether neither a known star nor a patch is in it.
  let isEmpty: Bool

  /// A square is so many cells of so many pixels a side.
  private static let cell = 32
  private static let cells = 3
  static let side = cell * cells
  /// Fainter sources do not show.
  private static let leastSignalToNoise = 5.0

  /// `nil` where the scene has no reference, or no square without missing pixels.
  init?(_ scene: EvaluationScene) {
    guard let plane = scene.brightestPlane, let reference = scene.reference,
      scene.isOnGrid(reference)
    else { return nil }
    let (width, height) = (reference.width, reference.height)
    let (columns, rows) = (width / Self.cell, height / Self.cell)
    guard columns >= Self.cells, rows >= Self.cells else { return nil }
    let sums = (0..<columns * rows).map { index in
      Self.sums(reference, scene.noisy, plane, index % columns, index / columns)
    }
    let sources =
      (scene.catalogue?.sources ?? []).filter { $0.signalToNoise >= Self.leastSignalToNoise }
      .map { SIMD2($0.x, $0.y) } + (scene.patches?.patches ?? []).map { SIMD2($0.x, $0.y) }
    var best: (isEmpty: Bool, variance: Double, x: Double, y: Double)?
    for row in 0...(rows - Self.cells) {
      for column in 0...(columns - Self.cells) {
        var (sum, squares) = (0.0, 0.0)
        for y in row..<(row + Self.cells) {
          for x in column..<(column + Self.cells) {
            sum += sums[y * columns + x].sum
            squares += sums[y * columns + x].squares
          }
        }
        let count = Double(Self.side * Self.side)
        let variance = squares / count - (sum / count) * (sum / count)
        guard variance.isFinite else { continue }
        let (left, top) = (Double(column * Self.cell), Double(row * Self.cell))
        let isEmpty = !sources.contains {
          $0.x >= left && $0.y >= top && $0.x < left + Double(Self.side)
            && $0.y < top + Double(Self.side)
        }
        let found = (
          isEmpty, variance, left + Double(Self.side) / 2, top + Double(Self.side) / 2
        )
        if let known = best, known.isEmpty != isEmpty ? known.isEmpty : known.variance <= variance {
          continue
        }
        best = found
      }
    }
    guard let best else { return nil }
    (x, y, isEmpty) = (best.x, best.y, best.isEmpty)
  }

  /// Not numbers where either frame lacks a pixel.
  private static func sums(
    _ reference: AstroImage, _ noisy: AstroImage, _ plane: Int, _ column: Int, _ row: Int
  ) -> (sum: Double, squares: Double) {
    var (sum, squares) = (0.0, 0.0)
    for y in (row * cell)..<((row + 1) * cell) {
      for x in (column * cell)..<((column + 1) * cell) {
        let index = y * reference.width + x
        guard noisy.planes[plane][index].isFinite else { return (.nan, .nan) }
        let value = Double(reference.planes[plane][index])
        sum += value
        squares += value * value
      }
    }
    return (sum, squares)
  }
}
