/// A frame as the file holds it: linear values in the file's own units, and what its header said.
///
/// Planes are in channel order, each `width * height` float32 scalars in rows from the first row that the file stores.
/// Missing pixels (FITS BLANK, NaN) are NaN.
public struct AstroImage: Equatable, Sendable {
  /// Pixels across.
  public var width: Int
  /// Rows.
  public var height: Int
  /// The channels' values in the file's units, each `width * height` in rows.
  public var planes: [[Float]]
  /// One name a plane, such as `["L"]`, `["R", "G", "B"]`, or `["Ha"]`.
  public var channelNames: [String]
  /// How the file stored its samples; writing uses the same unless told otherwise.
  public var sampleFormat: SampleFormat
  /// The file's header and what the reader noticed.
  public var metadata: ImageMetadata

  /// Makes an image; without names, one plane is `L`, three are `R`, `G`, `B`, and others are numbered from 0.
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
    self.channelNames = channelNames ?? Self.defaultChannelNames(planes.count)
    precondition(
      self.channelNames.count == planes.count,
      "\(self.channelNames.count) names for \(planes.count) planes")
    self.sampleFormat = sampleFormat
    self.metadata = metadata
  }

  /// The names of planes whose file does not name them.
  public static func defaultChannelNames(_ count: Int) -> [String] {
    switch count {
    case 1: ["L"]
    case 3: ["R", "G", "B"]
    default: (0..<count).map { "channel \($0)" }
    }
  }

  /// How many planes there are, opacity included.
  public var channels: Int { planes.count }
  /// Pixels in one plane.
  public var pixelCount: Int { width * height }

  /// The name that a plane of opacity carries.
  public static let opacityName = "A"

  /// The indices of the planes that are light: all but opacity (`A`) and a TIFF's samples of unstated meaning (`extra 1`).
  public var lightPlanes: [Int] { header.lightPlanes }
}
