extension Plane {
  /// The plane with masked pixels replaced by what surrounds them.
  ///
  /// Normalised convolution (Knutsson and Westin 1993) with Gaussians of 3, 8, 20 and 60 pixels: each fills what the one
  /// before could not reach; what none reaches gets the median.
  package func inpainted(_ mask: Mask) -> Plane {
    var result = self
    var missing = mask
    var known = Plane(width: width, height: height, repeating: 1)
    var weighted = self
    for i in 0..<count where mask.values[i] {
      known.values[i] = 0
      weighted.values[i] = 0
    }
    for sigma in [3.0, 8, 20, 60] {
      let rows = missing.rowsInUse
      if rows.isEmpty { break }
      let kernel = SymmetricKernel.smoothing(sigma: sigma)
      let share = known.filtered(kernel, inRows: rows)
      let level = weighted.filtered(kernel, inRows: rows)
      for y in rows {
        for i in (y * width)..<((y + 1) * width) where missing.values[i] && share.values[i] > 0.02 {
          result.values[i] = level.values[i] / share.values[i]
          missing.values[i] = false
        }
      }
    }
    if missing.values.contains(true) {
      let kept = selected(by: (!mask).values)
      let level = OrderStatistics.median(kept)
      for i in 0..<count where missing.values[i] { result.values[i] = level }
    }
    return result
  }

  /// The filtered plane, computed in the listed rows only.
  private func filtered(_ kernel: SymmetricKernel, inRows rows: [Int]) -> Plane {
    var output = Plane(width: width, height: height, repeating: 0)
    output.values.withUnsafeMutableBufferPointer { target in
      for y in rows { filter(kernel, border: .reflect, rows: y..<(y + 1), into: target) }
    }
    return output
  }
}

extension Mask {
  /// The rows that hold at least one set pixel.
  fileprivate var rowsInUse: [Int] {
    (0..<height).filter { y in values[(y * width)..<((y + 1) * width)].contains(true) }
  }
}
