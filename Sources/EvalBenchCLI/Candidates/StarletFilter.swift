package import Networks

/// Soft thresholding of the starlet (à trous B3-spline) coefficients: astronomy's classical denoiser.
///
/// Starck, Fadili & Murtagh 2007, "The Undecimated Wavelet Decomposition and its Reconstruction", IEEE Trans. Image
/// Processing 16, 297. Each scale's threshold is `threshold` times the noise of that scale.
package struct StarletFilter: PlaneFilter {
  package static let id = "starlet"
  let threshold: Double
  let scales: Int
  package var specification: String { "starlet:threshold=\(threshold),scales=\(scales)" }
  package var summary: String {
    "Starlet wavelet, \(scales) scales, soft threshold at \(threshold) times each scale's noise."
  }

  /// The standard deviation of white unit noise in each starlet scale.
  ///
  /// Scale `j` is the difference of two separable smoothings with 1-D responses `a` and `b`, so the sum of squares of its
  /// impulse response is `(a.a)^2 - 2 (a.b)^2 + (b.b)^2`.
  package static let unitNoise: [Float] = {
    var response: [Double] = [1]
    return (0..<8).map { scale in
      let spacing = 1 << scale
      var next = [Double](repeating: 0, count: response.count + 4 * spacing)
      for (k, tap) in kernel.enumerated() {
        for i in response.indices { next[i + k * spacing] += Double(tap) * response[i] }
      }
      func dot(_ a: [Double], _ b: [Double], shift: Int) -> Double {
        a.indices.reduce(0) { $0 + a[$1] * b[$1 + shift] }
      }
      let (aa, bb) = (dot(response, response, shift: 0), dot(next, next, shift: 0))
      let ab = dot(response, next, shift: 2 * spacing)
      response = next
      return Float((aa * aa - 2 * ab * ab + bb * bb).squareRoot())
    }
  }()

  private static let kernel: [Float] = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]

  /// Scale `j`'s five taps lie `2^j` pixels apart.
  package var reach: Int { 2 * ((1 << scales) - 1) }

  package init(settings: [String: String]) throws {
    try Settings.check(settings, accepted: ["threshold", "scales"], of: Self.id)
    threshold = try Settings.number(settings, "threshold", default: 3, in: 0...20, of: Self.id)
    scales = Int(try Settings.number(settings, "scales", default: 4, in: 1...7, of: Self.id))
  }

  package func filter(_ plane: [Float], width: Int, height: Int, statistics: FrameStatistics)
    -> [Float]
  {
    var smooth = plane
    var result = [Float](repeating: 0, count: plane.count)
    for scale in 0..<scales {
      let next = separableFilter(
        smooth, width: width, height: height, kernel: Self.kernel, spacing: 1 << scale)
      let limit = Float(threshold) * statistics.noise * Self.unitNoise[scale]
      for i in smooth.indices {
        let detail = smooth[i] - next[i]
        result[i] += detail > limit ? detail - limit : detail < -limit ? detail + limit : 0
      }
      smooth = next
    }
    for i in result.indices { result[i] += smooth[i] }
    return result
  }
}
