/// The colours of a sensor's 2 x 2 cell, in rows from the first row that the file stores.
public enum BayerPattern: String, CaseIterable, Codable, Sendable {
  case rggb = "RGGB"
  case bggr = "BGGR"
  case grbg = "GRBG"
  case gbrg = "GBRG"

  /// The channel at a pixel: 0 red, 1 green, 2 blue.
  public func channel(x: Int, y: Int) -> Int { channels[(y & 1) * 2 + (x & 1)] }

  private var channels: [Int] {
    switch self {
    case .rggb: [0, 1, 1, 2]
    case .bggr: [2, 1, 1, 0]
    case .grbg: [1, 0, 2, 1]
    case .gbrg: [1, 2, 0, 1]
    }
  }

  /// The pattern of the same mosaic seen from a pixel further right and down.
  public func shifted(x: Int, y: Int) -> BayerPattern {
    let wanted = [(0, 0), (1, 0), (0, 1), (1, 1)].map { channel(x: x + $0.0, y: y + $0.1) }
    return BayerPattern.allCases.first { $0.channels == wanted } ?? self
  }
}

extension AstroImage {
  /// The mosaic that the header names; see ``ImageHeader/bayerPattern``.
  public var bayerPattern: BayerPattern? { header.bayerPattern }
}

extension ImageHeader {
  /// The mosaic that the header names, for a frame of one plane; nil for any other frame.
  ///
  /// `BAYERPAT`, `COLORTYP` or `CFAPAT` name the pattern, and `XBAYROFF` and `YBAYROFF` say where it starts. It describes
  /// rows from the top of the picture: with `ROWORDER = 'BOTTOM-UP'` the first stored row is the lowest, so the pattern is
  /// turned upside down; without that card the file is taken to store the top row first, as capture programs do. See
  /// https://free-astro.org/index.php?title=Siril:FITS_orientation.
  public var bayerPattern: BayerPattern? {
    guard channels == 1 else { return nil }
    for key in ["BAYERPAT", "COLORTYP", "CFAPAT"] {
      guard let name = metadata[key]?.trimmingSpaces().uppercased(),
        let stated = BayerPattern(rawValue: name)
      else { continue }
      let across = Int(exactly: metadata.number("XBAYROFF")?.rounded() ?? 0) ?? 0
      let down = Int(exactly: metadata.number("YBAYROFF")?.rounded() ?? 0) ?? 0
      let fromTop = stated.shifted(x: across & 1, y: down & 1)
      let isBottomUp = metadata["ROWORDER"]?.trimmingSpaces().uppercased() == "BOTTOM-UP"
      // The first stored row is the last one from the top.
      return isBottomUp ? fromTop.shifted(x: 0, y: height - 1) : fromTop
    }
    return nil
  }
}
