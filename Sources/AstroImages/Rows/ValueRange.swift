/// What some formats must know of all values before they can write the first one.
public struct ValueRange: Equatable, Sendable {
  /// The smallest and largest finite values of all planes, nil when there are none.
  public private(set) var lowest: Float?
  public private(set) var highest: Float?
  /// The same of the planes that are light.
  public private(set) var lowestLight: Float?
  public private(set) var highestLight: Float?
  /// Whether some value is not a number or infinite.
  public private(set) var hasMissing = false

  /// The range of no values yet.
  public init() {}

  /// Takes in a band of rows, one array a plane.
  public mutating func add(_ planes: [[Float]], light: [Int]) {
    for (index, plane) in planes.enumerated() {
      var (low, high, missing) = (Float.infinity, -Float.infinity, false)
      for value in plane {
        guard value.isFinite else {
          missing = true
          continue
        }
        low = min(low, value)
        high = max(high, value)
      }
      hasMissing = hasMissing || missing
      guard low <= high else { continue }
      lowest = min(lowest ?? low, low)
      highest = max(highest ?? high, high)
      guard light.contains(index) else { continue }
      lowestLight = min(lowestLight ?? low, low)
      highestLight = max(highestLight ?? high, high)
    }
  }
}
