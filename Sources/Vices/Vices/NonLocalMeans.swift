public import AstroImages
internal import Evaluation
private import Foundation

/// Averages every pixel with those whose surroundings look alike.
///
/// Buades, Coll and Morel, "A non-local algorithm for image denoising", CVPR 2005; patches of 5 x 5 within 11 x 11 pixels.
public struct NonLocalMeans: Vice {
  public static let id = "non-local-means"
  public static let summary = "averages pixels whose surroundings look alike"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses("sigma", usual: 1, ladder: [0.5, 1, 2])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.scene.noisy
    for plane in result.planes.indices {
      result.planes[plane] = Self.averaged(
        result.planes[plane], width: result.width, height: result.height,
        noise: workpiece.sky[plane].noise, strength: Float(dose))
    }
    return result
  }

  private static let patch = 2
  private static let search = 5

  private static func averaged(
    _ pixels: [Float], width: Int, height: Int, noise: Float, strength: Float
  ) -> [Float] {
    var sum = pixels
    var total = [Float](repeating: 1, count: pixels.count)
    let area = Float((2 * patch + 1) * (2 * patch + 1))
    let scale = -1 / (strength * strength * noise * noise)
    for dy in -search...search {
      for dx in -search...search where (dx, dy) != (0, 0) {
        let moved = (0..<height).flatMap { y -> [Float] in
          let row = min(max(y + dy, 0), height - 1) * width
          return (0..<width).map { pixels[row + min(max($0 + dx, 0), width - 1)] }
        }
        let squares = zip(pixels, moved).map { ($0 - $1) * ($0 - $1) }
        let distances = boxSums(squares, width: width, height: height)
        for i in sum.indices {
          // What two patches of one truth differ by, twice the noise's variance, counts as nothing.
          let weight = exp(scale * max(distances[i] / area - 2 * noise * noise, 0))
          sum[i] += weight * moved[i]
          total[i] += weight
        }
      }
    }
    return zip(sum, total).map { $0 / $1 }
  }

  /// The sums over every pixel's patch, its border repeated.
  private static func boxSums(_ values: [Float], width: Int, height: Int) -> [Float] {
    var rows = values
    var both = values
    for y in 0..<height {
      for x in 0..<width {
        var sum: Float = 0
        for u in -patch...patch { sum += values[y * width + min(max(x + u, 0), width - 1)] }
        rows[y * width + x] = sum
      }
    }
    for y in 0..<height {
      for x in 0..<width {
        var sum: Float = 0
        for v in -patch...patch { sum += rows[min(max(y + v, 0), height - 1) * width + x] }
        both[y * width + x] = sum
      }
    }
    return both
  }
}
