extension AstroImage {
  /// Three planes R, G, B from a mosaic of one, by linear interpolation corrected with the gradient of the pixel's colour.
  ///
  /// Malvar, He and Cutler, "High-quality linear interpolation for demosaicing of Bayer-patterned color images", ICASSP
  /// 2004. Every kernel is exact on a constant and on a plane, so sky and gradients keep their colour; values may pass the
  /// sensor's range by a little beside bright stars and are not clamped. Borders are mirrored about the edge pixel, which
  /// keeps the pattern. The header's pattern cards are dropped, because the result is no mosaic.
  ///
  /// The frame must have one plane and at least 2 pixels a side.
  public func debayered(_ pattern: BayerPattern) -> AstroImage {
    precondition(
      planes.count == 1, "only a frame of one plane is a mosaic, this one has \(planes.count)")
    precondition(width >= 2 && height >= 2, "a mosaic needs at least 2 x 2 pixels")
    let mosaic = Mosaic(values: planes[0], firstRow: 0, width: width, height: height)
    return AstroImage(
      header.debayered, planes: mosaic.colours(of: 0..<height, pattern))
  }
}

extension ImageHeader {
  /// The header of the colour image that a mosaic becomes.
  var debayered: ImageHeader {
    var result = self
    result.channelNames = ["R", "G", "B"]
    let spent: Set<String> = ["BAYERPAT", "COLORTYP", "CFAPAT", "XBAYROFF", "YBAYROFF"]
    result.metadata.entries.removeAll { spent.contains($0.key.uppercased()) }
    result.metadata.warnings.removeAll { $0.hasPrefix("a Bayer mosaic") }
    return result
  }
}

/// Some rows of a mosaic.
struct Mosaic {
  var values: [Float]
  /// Which row of the frame the values begin with.
  var firstRow: Int
  var width: Int
  var height: Int

  /// The rows that the colours of other rows are made of.
  static func needs(_ rows: Range<Int>, height: Int) -> Range<Int> {
    max(0, rows.lowerBound - 2)..<min(height, rows.upperBound + 2)
  }

  /// Red, green and blue of some rows; see ``AstroImage/debayered(_:)``.
  func colours(of rows: Range<Int>, _ pattern: BayerPattern) -> [[Float]] {
    let mosaic = self
    var colours = Array(repeating: [Float](repeating: 0, count: rows.count * width), count: 3)
    // The cell's colours, one more column than it has so that a neighbour needs no wrap.
    let cell = (0..<2).map { y in (0..<3).map { x in pattern.channel(x: x, y: y) } }
    for y in rows {
      let colour = cell[y & 1]
      let lines = (-2...2).map { (mosaic.mirrored(y + $0, height) - firstRow) * width }
      for x in 0..<width {
        let columns =
          x >= 2 && x + 2 < width
          ? (x - 2, x - 1, x, x + 1, x + 2)
          : (
            mosaic.mirrored(x - 2, width), mosaic.mirrored(x - 1, width), x,
            mosaic.mirrored(x + 1, width), mosaic.mirrored(x + 2, width)
          )
        let near = mosaic.neighbourhood(lines, columns)
        let own = colour[x & 1]
        let at = (y - rows.lowerBound) * width + x
        colours[own][at] = near.centre
        if own == 1 {
          // Green: one of red and blue lies left and right, the other above and below.
          let beside = colour[(x & 1) + 1]
          colours[beside][at] = near.colourBeside
          colours[2 - beside][at] = near.colourAbove
        } else {
          colours[1][at] = near.green
          colours[2 - own][at] = near.colourAcross
        }
      }
    }
    return colours
  }

  /// An index folded back into the frame about its first and last pixel.
  private func mirrored(_ index: Int, _ count: Int) -> Int {
    let period = 2 * (count - 1)
    let folded = ((index % period) + period) % period
    return folded < count ? folded : period - folded
  }

  /// Sums over the 5 x 5 cross and the corners around a pixel, from which all kernels are made.
  private func neighbourhood(_ rows: [Int], _ columns: (Int, Int, Int, Int, Int)) -> Neighbourhood {
    let (above2, above, here, below, below2) = (rows[0], rows[1], rows[2], rows[3], rows[4])
    let (left2, left, x, right, right2) = columns
    return Neighbourhood(
      centre: values[here + x],
      horizontal: values[here + left] + values[here + right],
      vertical: values[above + x] + values[below + x],
      farHorizontal: values[here + left2] + values[here + right2],
      farVertical: values[above2 + x] + values[below2 + x],
      corners: values[above + left] + values[above + right] + values[below + left]
        + values[below + right])
  }
}

/// The kernels of Malvar, He and Cutler's figure 2, in eighths.
private struct Neighbourhood {
  var centre: Float
  var horizontal: Float
  var vertical: Float
  var farHorizontal: Float
  var farVertical: Float
  var corners: Float

  /// Green at a red or blue pixel.
  var green: Float {
    (4 * centre + 2 * (horizontal + vertical) - (farHorizontal + farVertical)) / 8
  }

  /// At a green pixel, the colour of its left and right neighbours.
  var colourBeside: Float {
    (5 * centre + 4 * horizontal - corners - farHorizontal + 0.5 * farVertical) / 8
  }

  /// At a green pixel, the colour of the neighbours above and below.
  var colourAbove: Float {
    (5 * centre + 4 * vertical - corners - farVertical + 0.5 * farHorizontal) / 8
  }

  /// Red at a blue pixel, or blue at a red one.
  var colourAcross: Float {
    (6 * centre + 2 * corners - 1.5 * (farHorizontal + farVertical)) / 8
  }
}
