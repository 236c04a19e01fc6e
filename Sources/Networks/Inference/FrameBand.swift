/// One step of working through a frame from the top: what it looks at and what it completes.
public struct FrameBand: Equatable, Sendable {
  /// The rows that the step reads; neither end ever goes back from one band to the next.
  public var needs: Range<Int>
  /// The rows that are final after it, which it needs itself; the next band's begin where they end.
  public var finishes: Range<Int>

  /// Makes a band.
  public init(needs: Range<Int>, finishes: Range<Int>) {
    self.needs = needs
    self.finishes = finishes
  }

  /// Bands whose windows only move forward: a band that a later one reads behind keeps those rows.
  static func movingForward(_ bands: [FrameBand]) -> [FrameBand] {
    var result = bands
    var highest = 0
    for index in result.indices {
      highest = max(highest, result[index].needs.upperBound)
      result[index].needs = min(result[index].needs.lowerBound, highest)..<highest
    }
    var lowest = Int.max
    for index in result.indices.reversed() {
      lowest = min(lowest, result[index].needs.lowerBound)
      result[index].needs = lowest..<result[index].needs.upperBound
    }
    return result
  }
}
