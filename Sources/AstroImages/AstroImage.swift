/// A frame as the file holds it: linear values in the file's own units, and what its header said.
///
/// Planes are in channel order, each `width * height` float32 scalars in rows from the first row that the file stores.
/// Missing pixels (FITS BLANK, NaN) are NaN.
public struct AstroImage: Equatable, Sendable {
  public var width: Int
  public var height: Int
  public var planes: [[Float]]
  /// One name a plane, such as `["L"]`, `["R", "G", "B"]`, or `["Ha"]`.
  public var channelNames: [String]
  /// How the file stored its samples; writing uses the same unless told otherwise.
  public var sampleFormat: SampleFormat
  public var metadata: ImageMetadata

  public init(
    width: Int, height: Int, planes: [[Float]], channelNames: [String]? = nil,
    sampleFormat: SampleFormat = .float32, metadata: ImageMetadata = ImageMetadata()
  ) {
    precondition(
      planes.allSatisfy { $0.count == width * height },
      "every plane needs \(width) x \(height) scalars")
    self.width = width
    self.height = height
    self.planes = planes
    self.channelNames =
      channelNames
      ?? (planes.count == 1
        ? ["L"] : planes.count == 3 ? ["R", "G", "B"] : planes.indices.map { "channel \($0)" })
    self.sampleFormat = sampleFormat
    self.metadata = metadata
  }

  public var channels: Int { planes.count }
  public var pixelCount: Int { width * height }
}

/// The number type of a file's samples.
public enum SampleFormat: String, Codable, Hashable, Sendable {
  case uint8, int8, uint16, int16, uint32, int32, int64, float16, float32, float64

  public var isInteger: Bool {
    switch self {
    case .float16, .float32, .float64: false
    default: true
    }
  }

  /// The largest value that the format holds, or 1 for floating point.
  ///
  /// Integer formats name the camera's full scale; floating-point files have no stated one, and 1 is the convention of the
  /// programs that write normalised data. ``AstroImage/fullScale`` looks at the values as well.
  public var nominalMaximum: Double {
    switch self {
    case .uint8: 255
    case .int8: 127
    case .uint16: 65535
    case .int16: 32767
    case .uint32: 4_294_967_295
    case .int32: 2_147_483_647
    case .int64: 9_223_372_036_854_775_808
    case .float16, .float32, .float64: 1
    }
  }
}
