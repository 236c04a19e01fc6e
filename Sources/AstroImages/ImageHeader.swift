/// Everything that a file says about its image but the pixels.
public struct ImageHeader: Equatable, Sendable {
  /// Pixels across.
  public var width: Int
  /// Rows.
  public var height: Int
  /// One name a plane; see ``AstroImage/channelNames``.
  public var channelNames: [String]
  /// How the file stores its samples.
  public var sampleFormat: SampleFormat
  /// The file's entries and what the reader noticed.
  public var metadata: ImageMetadata

  /// How many planes there are, opacity included.
  public var channels: Int { channelNames.count }
  /// Pixels in one plane.
  public var pixelCount: Int { width * height }

  /// The indices of the planes that are light: all but opacity (`A`) and a TIFF's samples of unstated meaning (`extra 1`).
  public var lightPlanes: [Int] {
    guard channels > 1 else { return Array(0..<channels) }
    return (0..<channels).filter {
      channelNames[$0] != AstroImage.opacityName && !channelNames[$0].hasPrefix("extra ")
    }
  }
}

extension AstroImage {
  /// What the image's file says, or would say, but for the pixels.
  public var header: ImageHeader {
    ImageHeader(
      width: width, height: height, channelNames: channelNames, sampleFormat: sampleFormat,
      metadata: metadata)
  }

  /// Makes an image of a header and its planes.
  init(_ header: ImageHeader, planes: [[Float]]) {
    self.init(
      width: header.width, height: header.height, planes: planes,
      channelNames: header.channelNames, sampleFormat: header.sampleFormat,
      metadata: header.metadata)
  }
}
