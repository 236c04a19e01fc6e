/// How a filter continues a row beyond its ends.
package enum Border: Sendable {
  /// `d c b a | a b c d | d c b a`, half-sample symmetric.
  case reflect
  /// `a a a | a b c d | d d d`.
  case nearest

  /// The index inside `0..<count` that stands for `index`.
  @inline(__always)
  func index(_ index: Int, count: Int) -> Int {
    if index >= 0 && index < count { return index }
    switch self {
    case .nearest: return index < 0 ? 0 : count - 1
    case .reflect:
      let period = 2 * count
      let folded = ((index % period) + period) % period
      return folded < count ? folded : period - 1 - folded
    }
  }
}
