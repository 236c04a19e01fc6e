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

  package struct Result: Equatable, Sendable {
    package var ssim: Double
    /// `nil` when it was not asked for or the frame is smaller than 161 pixels.
    package var multiScale: Double?
  }

  package func compare(_ image: Plane) -> Result {
    var image = image
    var product = 1.0
    var first = 0.0
    for (scale, level) in levels.enumerated() {
      if scale > 0 { image = image.halved() }
      let (ssim, contrast) = compare(image, level)
      if scale == 0 { first = ssim }
      let factor = scale == levels.count - 1 ? ssim : contrast
      product *= pow(max(factor, 0), Self.weights[scale])
    }
    return Result(ssim: first, multiScale: levels.count == Self.weights.count ? product : nil)
  }

  /// The mean SSIM of one scale, and the mean of its contrast-structure factor.
  private func compare(_ image: Plane, _ level: Level) -> (ssim: Double, contrast: Double) {
    guard let mean = image.filteredInside(Self.window),
      let square = image.combined(with: image, *).filteredInside(Self.window),
      let cross = image.combined(with: level.image, *).filteredInside(Self.window)
    else { return (1, 1) }
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
    return (Sums.mean(ssim.values), Sums.mean(contrast.values))
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
