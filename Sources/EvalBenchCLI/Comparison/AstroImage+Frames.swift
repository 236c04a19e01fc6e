import AstroImages

extension AstroImage {
  /// A window of the frame, cut to it; the metadata stays, with the reference pixel of sky coordinates moved along.
  func window(x: Int, y: Int, width: Int, height: Int) -> AstroImage {
    let (left, top) = (max(0, x), max(0, y))
    let (right, bottom) = (min(self.width, x + width), min(self.height, y + height))
    return AstroImage(
      width: right - left, height: bottom - top,
      planes: planes.map { plane in
        var cut: [Float] = []
        cut.reserveCapacity((right - left) * (bottom - top))
        for row in top..<bottom {
          cut += plane[(row * self.width + left)..<(row * self.width + right)]
        }
        return cut
      }, channelNames: channelNames, sampleFormat: sampleFormat,
      metadata: metadata.shifted(left: left, top: top))
  }

  /// Whether a plane of light has two different values.
  var hasContrast: Bool {
    lightPlanes.contains { plane in
      let first = planes[plane].first { $0.isFinite } ?? 0
      return planes[plane].contains { $0.isFinite && $0 != first }
    }
  }

  /// The frame with its unexposed borders and gaps as missing pixels, where software filled them with zeros.
  ///
  /// Zeros are taken for gaps where they make more than 1 % of the frame while next to no pixel comes near them: the values
  /// within a twentieth of the others' median are fewer than a hundredth of the zeros. 8-bit pictures, whose black is zero,
  /// stay as they are.
  func withoutBlankZeros() -> AstroImage {
    guard sampleFormat != .uint8, let light = lightPlanes.first else { return self }
    let zeros = (0..<pixelCount).filter { i in lightPlanes.allSatisfy { planes[$0][i] == 0 } }
    guard zeros.count * 100 > pixelCount else { return self }
    var others = planes[light].filter { $0.isFinite && $0 != 0 }
    guard !others.isEmpty else { return self }
    others.sort()
    let near = abs(others[others.count / 2]) / 20
    guard others.count(where: { abs($0) < near }) * 100 < zeros.count else { return self }
    var result = self
    for plane in lightPlanes { for i in zeros { result.planes[plane][i] = .nan } }
    return result
  }

  /// The middle of the frame, at most `side` pixels a side.
  func centre(side: Int) -> AstroImage {
    let (w, h) = (min(side, width), min(side, height))
    return window(x: (width - w) / 2, y: (height - h) / 2, width: w, height: h)
  }
}

extension ImageMetadata {
  /// The header of a frame that lost columns at its left and rows at its top.
  fileprivate func shifted(left: Int, top: Int) -> ImageMetadata {
    var result = self
    for (key, offset) in [("CRPIX1", left), ("CRPIX2", top)] where offset != 0 {
      guard let pixel = number(key),
        let place = entries.firstIndex(where: { $0.key.uppercased() == key })
      else { continue }
      result.entries[place].value = String(pixel - Double(offset))
    }
    return result
  }
}
