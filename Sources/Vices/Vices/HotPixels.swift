public import AstroImages
internal import Evaluation
internal import Randomness

/// Lights single pixels, as a denoiser does that mistakes the noise's outliers for signal.
public struct HotPixels: Vice {
  public static let id = "hot-pixels"
  public static let summary = "lights 80 single pixels a megapixel"
  public static let rule: String? = "star-invented"
  public static let checks = ["false-stars"]
  public static let doses = Doses("pixels a megapixel", usual: 80, ladder: [60, 120, 240])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.withStrays(perMegapixel: dose, sign: 1, name: "hot-pixels")
  }
}

extension Workpiece {
  /// The honest output with single pixels thrown up or down.
  func withStrays(perMegapixel number: Double, sign: Float, name: String) -> AstroImage {
    var result = honest
    var random = RandomSource(seed: 1, name: "vices/\(name)/" + scene.name)
    let count = Int((number * Double(result.pixelCount) / 1e6).rounded(.up))
    // A pixel's matched filter sees about 0.7 / FWHM of its light: 10 to 30 sigma in a star's terms.
    let unit = sign * 1.5 * Float(fwhm)
    for _ in 0..<count {
      let x = 20 + random.integer(below: result.width - 40)
      let y = 20 + random.integer(below: result.height - 40)
      let height = unit * Float(random.logUniform(10, 30))
      for plane in result.planes.indices {
        result.planes[plane][y * result.width + x] += height * sky[plane].noise
      }
    }
    return result
  }
}
