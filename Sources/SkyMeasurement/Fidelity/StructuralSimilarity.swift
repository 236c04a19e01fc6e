private import Foundation

/// SSIM and its multi-scale form as their authors defined them.
///
/// Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment", 2004: an 11 x 11 Gaussian window of sigma 1.5, population
/// covariance, K = 0.01 and 0.03, averaged over windows inside the frame. Wang, Simoncelli and Bovik, "Multi-scale structural
/// similarity", 2003: five scales, 2 x 2 means, contrast and structure at the first four, all three factors at the last.
package struct StructuralSimilarity: Sendable {
  /// The smallest frame side that SSIM, and MS-SSIM, are defined for.
  package static let smallestSide = 11
  package static let smallestMultiScaleSide = 161

  private static let window = SymmetricKernel.gaussian(sigma: 1.5, radius: 5)
  private static let weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

  private let levels: [Level]
  private let range: Double

  /// One scale of the reference, with the windowed statistics that every comparison needs.
  private struct Level: Sendable {
    var image: Plane
    var mean: Plane
    var square: Plane
  }

  /// Prepares a reference; `nil` for frames smaller than the window. `range`: the values' span, L.
  package init?(reference: Plane, range: Double, multiScale: Bool) {
    var levels: [Level] = []
    var image = reference
    let scales =
      multiScale && min(reference.width, reference.height) >= Self.smallestMultiScaleSide
      ? Self.weights.count : 1
    for scale in 0..<scales {
      if scale > 0 { image = image.halved() }
      guard let mean = image.filteredInside(Self.window),
        let square = image.combined(with: image, *).filteredInside(Self.window)
      else { return nil }
      levels.append(Level(image: image, mean: mean, square: square))
    }
    self.levels = levels
    self.range = range
  }

  /// The bytes of the windowed statistics.
  package var byteCount: Int {
    levels.reduce(0) { $0 + $1.image.byteCount + $1.mean.byteCount + $1.square.byteCount }
  }

  package struct Result: Equatable, Sendable {
    package var ssim: Double
    /// `nil` when it was not asked for or the frame is smaller than 161 pixels.
    package var multiScale: Double?
    /// Half the widths of their 95 % intervals, from blocks of the finest scale and, added up, of all scales.
    package var halfWidth: Double?
    package var multiScaleHalfWidth: Double?
  }

  package func compare(_ image: Plane) -> Result {
    var image = image
    var product = 1.0
    var first = (ssim: 0.0, halfWidth: Double?.none)
    // Errors of the factors, relative and weighted; added, not squared: the scales see the same blocks.
    var relative: Double? = 0
    for (scale, level) in levels.enumerated() {
      if scale > 0 { image = image.halved() }
      let side = max(BlockJackknife.side >> scale, 4)
      let (ssim, contrast) = compare(image, level)
      let last = scale == levels.count - 1
      if scale == 0 { first = (Sums.mean(ssim.values), Self.halfWidth(ssim, side: side)) }
      let map = last ? ssim : contrast
      let factor = Sums.mean(map.values)
      product *= pow(max(factor, 0), Self.weights[scale])
      if levels.count > 1, factor > 0, let known = relative,
        let half = Self.halfWidth(map, side: side)
      {
        relative = known + Self.weights[scale] * half / factor
      } else {
        relative = nil
      }
    }
    let isComplete = levels.count == Self.weights.count
    return Result(
      ssim: first.ssim, multiScale: isComplete ? product : nil, halfWidth: first.halfWidth,
      multiScaleHalfWidth: isComplete ? relative.map { $0 * product } : nil)
  }

  private static func halfWidth(_ map: Plane, side: Int) -> Double? {
    let sums = BlockJackknife.sums(width: map.width, height: map.height, side: side) {
      map.values[$0]
    }
    let counts = BlockJackknife.sums(width: map.width, height: map.height, side: side) { _ in 1 }
    return BlockJackknife.halfWidth(sums, over: counts)
  }

  /// The map of SSIM of one scale, and that of its contrast-structure factor.
  private func compare(_ image: Plane, _ level: Level) -> (ssim: Plane, contrast: Plane) {
    guard let mean = image.filteredInside(Self.window),
      let square = image.combined(with: image, *).filteredInside(Self.window),
      let cross = image.combined(with: level.image, *).filteredInside(Self.window)
    else { return (level.mean, level.mean) }
    let c1 = (0.01 * range) * (0.01 * range)
    let c2 = (0.03 * range) * (0.03 * range)
    var contrast = mean
    var ssim = mean
    for i in 0..<mean.count {
      let (mx, my) = (mean.values[i], level.mean.values[i])
      let vx = square.values[i] - mx * mx
      let vy = level.square.values[i] - my * my
      let cxy = cross.values[i] - mx * my
      let cs = (2 * cxy + c2) / (vx + vy + c2)
      contrast.values[i] = cs
      ssim.values[i] = (2 * mx * my + c1) / (mx * mx + my * my + c1) * cs
    }
    return (ssim, contrast)
  }
}

extension Plane {
  /// Means of 2 x 2 pixels; an odd last row or column is left out.
  fileprivate func halved() -> Plane {
    var half = Plane(width: width / 2, height: height / 2, repeating: 0)
    for y in 0..<half.height {
      for x in 0..<half.width {
        let i = 2 * y * width + 2 * x
        half.values[y * half.width + x] =
          0.25 * (values[i] + values[i + 1] + values[i + width] + values[i + width + 1])
      }
    }
    return half
  }
}
