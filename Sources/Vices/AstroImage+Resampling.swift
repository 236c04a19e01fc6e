internal import AstroImages
private import Foundation

extension AstroImage {
  /// A plane's value between its pixels: Catmull and Rom's cubic along both axes, its border repeated.
  func sampled(x: Double, y: Double, plane: Int) -> Float {
    let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let across = Self.cubic(Float(x - Double(left)))
    let down = Self.cubic(Float(y - Double(top)))
    var value: Float = 0
    for j in 0..<4 {
      let row = min(max(top + j - 1, 0), height - 1) * width
      var line: Float = 0
      for i in 0..<4 {
        line += across[i] * planes[plane][row + min(max(left + i - 1, 0), width - 1)]
      }
      value += down[j] * line
    }
    return value
  }

  /// The weights of the pixels at -1, 0, 1 and 2 for a place between the middle two.
  private static func cubic(_ u: Float) -> SIMD4<Float> {
    0.5
      * SIMD4(
        -u + 2 * u * u - u * u * u, 2 - 5 * u * u + 3 * u * u * u, u + 4 * u * u - 3 * u * u * u,
        -u * u + u * u * u)
  }
}
