/// The rows of a mosaic as rows of a colour image.
public final class DebayeringReader: RowReader {
  private let mosaic: any RowReader
  private let pattern: BayerPattern
  /// The rows of the mosaic that were read last: those that follow need some of them again.
  private var held: Range<Int> = 0..<0
  private var values: [Float] = []

  public var header: ImageHeader { mosaic.header.debayered }
  public var headerFollowsRows: Bool { mosaic.headerFollowsRows }

  /// Reads from a mosaic of at least 2 x 2 pixels.
  public init(_ mosaic: any RowReader, _ pattern: BayerPattern) {
    let header = mosaic.header
    precondition(
      header.channels == 1 && header.width >= 2 && header.height >= 2,
      "\(header.width) x \(header.height) pixels of \(header.channels) planes are no mosaic")
    self.mosaic = mosaic
    self.pattern = pattern
  }

  public func read(_ rows: Range<Int>) throws(ImageError) -> [[Float]] {
    let header = mosaic.header
    let needs = Mosaic.needs(rows, height: header.height)
    // A mosaic that is decoded from its beginning would start again for a row that lies behind.
    let follows = held.contains(needs.lowerBound) && needs.upperBound >= held.upperBound
    let fresh = try mosaic.read((follows ? held.upperBound : needs.lowerBound)..<needs.upperBound)
    let kept = follows ? values[((needs.lowerBound - held.lowerBound) * header.width)...] : []
    values = Array(kept) + fresh[0]
    held = needs
    return Mosaic(
      values: values, firstRow: needs.lowerBound, width: header.width, height: header.height
    ).colours(of: rows, pattern)
  }
}
