extension Plane {
  /// The length of Sobel's gradient, in values a pixel, borders reflected.
  package func gradientMagnitude() -> Plane {
    var output = Plane(width: width, height: height, repeating: 0)
    let (w, h) = (width, height)
    values.withUnsafeBufferPointer { v in
      output.values.withUnsafeMutableBufferPointer { out in
        for y in 0..<h {
          let up = Border.reflect.index(y - 1, count: h) * w
          let down = Border.reflect.index(y + 1, count: h) * w
          let here = y * w
          for x in 0..<w {
            let l = x > 0 ? x - 1 : 0
            let r = x + 1 < w ? x + 1 : w - 1
            let gy =
              (v[down + l] - v[up + l]) + 2 * (v[down + x] - v[up + x]) + (v[down + r] - v[up + r])
            let gx =
              (v[up + r] - v[up + l]) + 2 * (v[here + r] - v[here + l])
              + (v[down + r] - v[down + l])
            out[here + x] = (gx * gx + gy * gy).squareRoot() / 8
          }
        }
      }
    }
    return output
  }
}
