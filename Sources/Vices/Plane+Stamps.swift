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

  /// The median of a plane in a ring around a place; `nil` where the ring is empty.
  func ringMedian(x: Double, y: Double, from inner: Double, to outer: Double, plane: Int) -> Float?
  {
    var ring = disc(x: x, y: y, radius: outer).filter { $0.distance > inner }
      .map { planes[plane][$0.index] }
    ring.sort()
    return ring.isEmpty ? nil : ring[ring.count / 2]
  }
}
