/// What writing changed, so that nothing is clipped in silence.
public struct WriteSummary: Equatable, Sendable {
  /// Values below what the integer format holds, which were clamped.
  public var clippedBelow: Int
  /// Values above what the format holds, which were clamped.
  public var clippedAbove: Int
  /// NaN or infinite values that the format cannot hold, written as 0 or BLANK.
  public var notFinite: Int
  /// The number type that was written.
  public var format: SampleFormat
  /// What values were multiplied by to fit an integer format; 1 keeps the file's units.
  ///
  /// See ``SampleEncoding/scale(for:as:)`` for when it differs from 1.
  public var scale: Double
  /// What else the format could not hold, one sentence each.
  public var notes: [String]

  /// Makes a summary; the default says that nothing changed.
  public init(
    clippedBelow: Int = 0, clippedAbove: Int = 0, notFinite: Int = 0,
    format: SampleFormat = .float32, scale: Double = 1, notes: [String] = []
  ) {
    self.clippedBelow = clippedBelow
    self.clippedAbove = clippedAbove
    self.notFinite = notFinite
    self.format = format
    self.scale = scale
    self.notes = notes
  }

  /// Adds what another band of rows of the same file lost.
  mutating func count(_ band: WriteSummary) {
    clippedBelow += band.clippedBelow
    clippedAbove += band.clippedAbove
    notFinite += band.notFinite
  }

  /// What the user should hear, one sentence each; empty when the file holds the image's values as they were.
  public var warnings: [String] {
    var lines = notes
    if clippedBelow + clippedAbove > 0 {
      lines.append(
        "\(clippedBelow) values below and \(clippedAbove) above what \(format.rawValue) holds were clamped; "
          + "write float32 to keep them")
    }
    if notFinite > 0 {
      lines.append("\(notFinite) values that are not numbers cannot be held by \(format.rawValue)")
    }
    if scale != 1 { lines.append("values were multiplied by \(scale) to fit \(format.rawValue)") }
    return lines
  }
}
