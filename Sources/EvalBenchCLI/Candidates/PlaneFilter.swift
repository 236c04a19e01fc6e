package import AstroImages
package import Evaluation
package import Networks

/// A classical denoiser that works on one plane at a time.
///
/// Pixels that are not finite are filled with the plane's median while the filter looks, and come back as they were.
package protocol PlaneFilter: Candidate {
  /// The stable name used on the command line.
  static var id: String { get }
  /// Reads the settings after `id:`; throws with the accepted keys.
  init(settings: [String: String]) throws
  /// The settings spelled out.
  var specification: String { get }
  /// What it does, in one sentence for the report.
  var summary: String { get }
  /// How many pixels away a pixel's result can still see another.
  var reach: Int { get }
  func filter(_ plane: [Float], width: Int, height: Int, statistics: FrameStatistics) -> [Float]
}

extension PlaneFilter {
  package var kind: CandidateKind { .baseline }
  package var name: String { Self.id }

  package func denoise(_ image: AstroImage) throws -> AstroImage {
    var result = image
    for index in image.lightPlanes {
      let plane = image.planes[index]
      let statistics = FrameStatistics(
        measuring: plane, width: image.width, height: image.height)
      result.planes[index] = filtered(
        plane, width: image.width, height: image.height, statistics: statistics)
    }
    return result
  }

  /// One plane filtered; its pixels that are not finite as they were.
  func filtered(
    _ plane: [Float], width: Int, height: Int, statistics: FrameStatistics
  ) -> [Float] {
    var filled = plane
    for i in filled.indices where !filled[i].isFinite { filled[i] = statistics.background }
    var filtered = filter(filled, width: width, height: height, statistics: statistics)
    for i in plane.indices where !plane[i].isFinite { filtered[i] = plane[i] }
    return filtered
  }
}

/// The built-in classical candidates: permanent columns of every comparison.
///
/// Add one line per filter.
package enum PlaneFilters {
  package static let all: [any PlaneFilter.Type] = [
    IdentityFilter.self,
    GaussianFilter.self,
    MedianFilter.self,
    StarletFilter.self,
  ]
}

/// Correlates rows and then columns with an odd kernel whose taps lie `spacing` pixels apart, mirrored at the borders.
package func separableFilter(
  _ plane: [Float], width: Int, height: Int, kernel: [Float], spacing: Int = 1
) -> [Float] {
  let half = kernel.count / 2
  var rows = [Float](repeating: 0, count: plane.count)
  let columns = (-(half * spacing)..<(width + half * spacing)).map { mirrored($0, width) }
  for y in 0..<height {
    let row = y * width
    for x in 0..<width {
      var sum: Float = 0
      for k in kernel.indices { sum += kernel[k] * plane[row + columns[x + k * spacing]] }
      rows[row + x] = sum
    }
  }
  var result = [Float](repeating: 0, count: plane.count)
  for y in 0..<height {
    for k in kernel.indices {
      let source = mirrored(y + (k - half) * spacing, height) * width
      let weight = kernel[k]
      for x in 0..<width { result[y * width + x] += weight * rows[source + x] }
    }
  }
  return result
}
