internal import AstroImages
private import Foundation

extension AstroImage {
  /// Adds a round Gaussian star of a total flux to every plane.
  mutating func addStar(x: Double, y: Double, flux: Double, fwhm: Double) {
    let sigma = fwhm / 2.3548
    let reach = Int((4 * sigma).rounded(.up))
    let (column, row) = (Int(x.rounded()), Int(y.rounded()))
    for dy in -reach...reach where (0..<height).contains(row + dy) {
      for dx in -reach...reach where (0..<width).contains(column + dx) {
        let (u, v) = (Double(column + dx) - x, Double(row + dy) - y)
        let value =
          flux * exp(-(u * u + v * v) / (2 * sigma * sigma)) / (2 * .pi * sigma * sigma)
        for plane in planes.indices {
          planes[plane][(row + dy) * width + column + dx] += Float(value)
        }
      }
    }
  }

  /// The pixels within a distance of a place: their indices and distances.
  func disc(x: Double, y: Double, radius: Double) -> [(index: Int, distance: Double)] {
    let reach = Int(radius.rounded(.up))
    let (column, row) = (Int(x.rounded()), Int(y.rounded()))
    var result: [(Int, Double)] = []
    for dy in -reach...reach where (0..<height).contains(row + dy) {
      for dx in -reach...reach where (0..<width).contains(column + dx) {
        let distance = hypot(Double(column + dx) - x, Double(row + dy) - y)
        if distance <= radius { result.append(((row + dy) * width + column + dx, distance)) }
      }
    }
    return result
  }

  /// A Gaussian blur of every plane, mirrored at the borders.
  func blurred(sigma: Double) -> AstroImage {
    let half = Int((4 * sigma).rounded(.up))
    let taps = (-half...half).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
    var sum = 0.0
    for tap in taps { sum += tap }
    let kernel = taps.map { Float($0 / sum) }
    func mirrored(_ index: Int, _ count: Int) -> Int {
      var index = index
      while index < 0 || index >= count { index = index < 0 ? -1 - index : 2 * count - 1 - index }
      return index
    }
    func pass(_ plane: [Float], isRow: Bool) -> [Float] {
      var result = plane
      for y in 0..<height {
        for x in 0..<width {
          var value: Float = 0
          for k in -half...half {
            let index =
              isRow ? y * width + mirrored(x + k, width) : mirrored(y + k, height) * width + x
            value += kernel[k + half] * plane[index]
          }
          result[y * width + x] = value
        }
      }
      return result
    }
    var result = self
    result.planes = planes.map { pass(pass($0, isRow: true), isRow: false) }
    return result
  }
}
