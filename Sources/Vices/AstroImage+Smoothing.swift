internal import AstroImages
private import Foundation

extension AstroImage {
  /// A Gaussian blur of every plane, mirrored at the borders, along both axes or one.
  ///
  /// Below 0.6 px a sampled Gaussian is narrower than it says; three taps of the exact variance stand for it there.
  func blurred(sigma: Double, across: Bool = true, down: Bool = true) -> AstroImage {
    guard sigma > 0 else { return self }
    let kernel = Self.taps(sigma: sigma)
    var result = self
    for plane in planes.indices {
      if across { result.planes[plane] = Self.rows(result.planes[plane], width, height, kernel) }
      if down { result.planes[plane] = Self.columns(result.planes[plane], width, height, kernel) }
    }
    return result
  }

  /// The middle tap and those to one side of it.
  private static func taps(sigma: Double) -> [Float] {
    guard sigma >= 0.6 else {
      let variance = sigma * sigma
      return [Float(1 - variance), Float(variance / 2)]
    }
    let half = Int((4 * sigma).rounded(.up))
    let taps = (0...half).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
    let sum = 2 * taps.reduce(0, +) - taps[0]
    return taps.map { Float($0 / sum) }
  }

  private static func mirrored(_ index: Int, _ count: Int) -> Int {
    var index = index
    while index < 0 || index >= count { index = index < 0 ? -1 - index : 2 * count - 1 - index }
    return index
  }

  private static func rows(_ plane: [Float], _ width: Int, _ height: Int, _ taps: [Float])
    -> [Float]
  {
    let half = taps.count - 1
    var padded = [Float](repeating: 0, count: width + 2 * half)
    var result = plane
    let source = (-half..<(width + half)).map { mirrored($0, width) }
    for y in 0..<height {
      for x in padded.indices { padded[x] = plane[y * width + source[x]] }
      for x in 0..<width {
        var value = taps[0] * padded[x + half]
        for k in 1..<taps.count { value += taps[k] * (padded[x + half - k] + padded[x + half + k]) }
        result[y * width + x] = value
      }
    }
    return result
  }

  private static func columns(_ plane: [Float], _ width: Int, _ height: Int, _ taps: [Float])
    -> [Float]
  {
    var result = plane
    for y in 0..<height {
      let row = y * width
      for x in 0..<width { result[row + x] = taps[0] * plane[row + x] }
      for k in 1..<taps.count {
        let (above, below) = (mirrored(y - k, height) * width, mirrored(y + k, height) * width)
        for x in 0..<width { result[row + x] += taps[k] * (plane[above + x] + plane[below + x]) }
      }
    }
    return result
  }

  /// The difference of two images of one shape, each plane scaled.
  func adding(_ other: AstroImage, times factor: Float) -> AstroImage {
    var result = self
    for plane in planes.indices {
      for i in planes[plane].indices { result.planes[plane][i] += factor * other.planes[plane][i] }
    }
    return result
  }
}
