/// The sky of a frame that nobody knows the truth of: its level, and the noise that it already has.
public struct FrameNoise: Hashable, Sendable {
  /// The typical level of the darker half of the frame, in the frame's units.
  public var skyLevel: Double
  /// The standard deviation of a pixel's noise there, in the frame's units; 0 for a noiseless frame.
  public var sigma: Double

  /// Measures a plane.
  ///
  /// In each tile of 32 x 32 pixels the level is the median, and the noise `1.4826 MAD / sqrt(2)` of the differences between
  /// pixels two columns or two rows apart: differences forget gradients and most structure, and at a distance of two pixels
  /// the noise of debayered and registered frames is nearly uncorrelated. The answers are medians over the darker half of the
  /// tiles. Where the samples are so coarse that the MAD is 0, the root mean square of differences below five steps serves.
  public init(plane: [Float], width: Int) {
    let height = width > 0 ? plane.count / width : 0
    var tiles: [(level: Double, sigma: Double)] = []
    for top in stride(from: 0, to: height, by: 32) {
      for left in stride(from: 0, to: width, by: 32) {
        let (bottom, right) = (min(top + 32, height), min(left + 32, width))
        var levels: [Double] = []
        var differences: [Double] = []
        for y in top..<bottom {
          for x in left..<right {
            let value = Double(plane[y * width + x])
            guard value.isFinite else { continue }
            levels.append(value)
            if x + 2 < right {
              let other = Double(plane[y * width + x + 2])
              if other.isFinite { differences.append(other - value) }
            }
            if y + 2 < bottom {
              let other = Double(plane[(y + 2) * width + x])
              if other.isFinite { differences.append(other - value) }
            }
          }
        }
        guard levels.count >= 4, differences.count >= 4 else { continue }
        tiles.append((Self.median(levels), Self.spread(of: differences) / 2.0.squareRoot()))
      }
    }
    tiles.sort { ($0.level, $0.sigma) < ($1.level, $1.sigma) }
    let darker = tiles.prefix((tiles.count + 1) / 2)
    skyLevel = darker.isEmpty ? 0 : Self.median(darker.map(\.level))
    sigma = darker.isEmpty ? 0 : Self.median(darker.map(\.sigma))
  }

  private static func spread(of differences: [Double]) -> Double {
    let magnitudes = differences.map { abs($0) }
    let deviation = median(magnitudes)
    if deviation > 0 { return 1.482602218505602 * deviation }
    guard let step = magnitudes.filter({ $0 > 0 }).min() else { return 0 }
    let small = magnitudes.filter { $0 <= 5 * step }
    var sum = 0.0
    for magnitude in small { sum += magnitude * magnitude }
    return (sum / Double(small.count)).squareRoot()
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half])
  }
}
