internal import Foundation

/// A Gaussian star of a known width in every layer of a crop, at (40.3, 52.6): input, reference, and three outputs.
enum KnownStars {
  /// Of the reference, in pixels.
  static let width = 3.3
  /// The full widths at half maximum by layer: the geometric mean where the star is an ellipse, `nil` where there is none.
  static let widths: [Double?] = [width, width, 4.6, (3.0 * 5.0).squareRoot(), nil]

  static func samples(layer: Int, plane: Int, x: Int, y: Int) -> Double {
    let axes = [(width, width), (width, width), (4.6, 4.6), (3.0, 5.0), (1.0, 1.0)][layer]
    let height = layer == 4 ? 0.0 : 20_000
    // Across the diagonal, so that the ellipse is not along the pixels.
    let (dx, dy) = (Double(x) - 40.3, Double(y) - 52.6)
    let (along, across) = ((dx + dy) / 2.0.squareRoot(), (dx - dy) / 2.0.squareRoot())
    let (u, v) = (along / axes.0, across / axes.1)
    let light = height * exp(-4 * log(2.0) * (u * u + v * v))
    // A scatter of plus and minus 860 at most, the same in every run.
    let scatter = layer == 0 ? Double((x * 7919 + y * 104_729) % 1721 - 860) : 0
    return 1000 + light + scatter
  }
}
