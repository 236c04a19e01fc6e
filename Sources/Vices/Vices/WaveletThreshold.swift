public import AstroImages
internal import Evaluation

/// Keeps what stands out of the noise at some scale and nothing else: a hard threshold on the starlet's coefficients.
///
/// Starck and Murtagh, "Image restoration with noise suppression using the wavelet transform", A&A 288, 1994.
public struct WaveletThreshold: Vice {
  public static let id = "wavelet-threshold"
  public static let summary = "drops what is below 3 sigma at each of four scales"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses("sigma", usual: 3, ladder: [2, 3, 5])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  /// How much of white noise is between the smoothings of 0, 1.1, 2.3, 4.6 and 9.3 px, which are those of the starlet.
  private static let scales: [(sigma: Double, noise: Float)] = [
    (1.1, 0.9), (2.3, 0.18), (4.6, 0.082), (9.3, 0.041),
  ]

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noisy = workpiece.scene.noisy
    var result = noisy.blurred(sigma: Self.scales[Self.scales.count - 1].sigma)
    var finer = noisy
    for scale in Self.scales {
      let coarser = noisy.blurred(sigma: scale.sigma)
      for plane in result.planes.indices {
        let limit = Float(dose) * scale.noise * workpiece.sky[plane].noise
        for i in result.planes[plane].indices {
          let detail = finer.planes[plane][i] - coarser.planes[plane][i]
          if abs(detail) > limit { result.planes[plane][i] += detail }
        }
      }
      finer = coarser
    }
    return result
  }
}
