/// A frame that is read a band of rows at a time, so that none is too large.
///
/// A reader is used by one thread at a time.
public protocol RowReader: AnyObject {
  /// What the file says; warnings about the pixels join it while they are read.
  var header: ImageHeader { get }
  /// Whether entries of the header may lie behind the pixels: then they are there once the last row has been read.
  var headerFollowsRows: Bool { get }
  /// The values of rows, one array a plane; rows may be asked for in any order, and in order is fastest.
  func read(_ rows: Range<Int>) throws(ImageError) -> [[Float]]
}

/// The rows of a frame that is in memory: for formats that cannot be decoded in parts.
public final class WholeFrameReader: RowReader {
  private let image: AstroImage
  public let header: ImageHeader
  public let headerFollowsRows = false

  /// Reads from an image.
  public init(_ image: AstroImage) {
    self.image = image
    header = image.header
  }

  public func read(_ rows: Range<Int>) throws(ImageError) -> [[Float]] {
    image.planes.map {
      Array($0[(rows.lowerBound * image.width)..<(rows.upperBound * image.width)])
    }
  }
}
