/// An RGGB colour filter array: what one-shot colour cameras see, and its bilinear interpolation.
///
/// Bilinear interpolation averages two or four neighbours where a pixel lacks a colour, which correlates the noise of
/// neighbours and lowers its variance there: the noise that denoisers meet in debayered frames.
package enum BayerMosaic {
  /// The plane (0 red, 1 green, 2 blue) that the filter of a pixel passes.
  package static func plane(x: Int, y: Int) -> Int { (x & 1) + (y & 1) }

  /// The mosaic of a colour frame; of a frame with one plane, the plane itself.
  package static func sampled(_ planes: [[Float]], width: Int) -> [Float] {
    guard planes.count == 3 else { return planes[0] }
    var mosaic = planes[1]
    for index in mosaic.indices {
      let colour = plane(x: index % width, y: index / width)
      if colour != 1 { mosaic[index] = planes[colour][index] }
    }
    return mosaic
  }

  /// The planes of a mosaic by bilinear interpolation, borders by whole-sample reflection, which keeps the colours' places.
  ///
  /// For one plane the result is the green one: a grey scene through a colour chip.
  package static func interpolated(_ mosaic: [Float], width: Int, planes count: Int) -> [[Float]] {
    let height = mosaic.count / width
    guard width > 1, height > 1 else { return [[Float]](repeating: mosaic, count: count) }
    return (count == 3 ? [0, 1, 2] : [1]).map { colour in
      var plane = [Float](repeating: 0, count: mosaic.count)
      for y in 0..<height {
        let above = (y == 0 ? 1 : y - 1) * width
        let below = (y == height - 1 ? height - 2 : y + 1) * width
        let row = y * width
        for x in 0..<width {
          let left = x == 0 ? 1 : x - 1
          let right = x == width - 1 ? width - 2 : x + 1
          let here = Self.plane(x: x, y: y)
          if here == colour {
            plane[row + x] = mosaic[row + x]
          } else if colour == 1 {
            plane[row + x] =
              0.25
              * (mosaic[row + left] + mosaic[row + right] + mosaic[above + x] + mosaic[below + x])
          } else if here != 1 {
            plane[row + x] =
              0.25
              * (mosaic[above + left] + mosaic[above + right] + mosaic[below + left]
                + mosaic[below + right])
          } else if (y & 1) * 2 == colour {
            plane[row + x] = 0.5 * (mosaic[row + left] + mosaic[row + right])
          } else {
            plane[row + x] = 0.5 * (mosaic[above + x] + mosaic[below + x])
          }
        }
      }
      return plane
    }
  }
}
