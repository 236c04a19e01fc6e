/// How a frame was laid upon its stack's first frame, and how well that went.
package struct Registration: Equatable, Sendable {
  package enum Source: String, Sendable, CaseIterable {
    case file = "registration file"
    case sky = "WCS"
    case stars = "stars"
    case shift = "correlation"
  }

  /// From the stack's reference frame to this one.
  package var map: AffineMap
  package var source: Source
  /// Stars that were matched, and the root mean square of their distances in pixels; 0 where none served.
  package var matched: Int
  package var residual: Double

  package init(map: AffineMap, source: Source, matched: Int, residual: Double) {
    self.map = map
    self.source = source
    self.matched = matched
    self.residual = residual
  }
}
