public import AstroImages
private import Foundation

/// Undoes a part of the optics, and more where it is iterated: Richardson and Lucy's algorithm with the stars' own width.
///
/// Richardson, Journal of the Optical Society of America 62, 1972; Lucy, Astronomical Journal 79, 1974.
public struct Deconvolution: Vice {
  public static let id = "deconvolution"
  public static let summary = "sharpens by five steps of Richardson and Lucy's deconvolution"
  public static let rule: String? = "star-size"
  public static let checks = ["fwhm-drift"]
  public static let doses = Doses("steps", usual: 5, ladder: [2, 5, 10])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let sigma = 0.5 * workpiece.fwhm / 2.3548
    // The algorithm needs light: far below the sky there is none.
    let floor = zip(honest.planes.indices, workpiece.sky).map { plane, sky in
      min(honest.planes[plane].min() ?? 0, sky.level - 20 * sky.noise)
    }
    var light = honest
    for plane in light.planes.indices {
      light.planes[plane] = light.planes[plane].map { max($0 - floor[plane], 1e-20) }
    }
    let data = light
    for _ in 0..<Int(dose) {
      let soft = light.blurred(sigma: sigma)
      var ratio = data
      for plane in ratio.planes.indices {
        ratio.planes[plane] = zip(data.planes[plane], soft.planes[plane]).map {
          $0 / max($1, 1e-20)
        }
      }
      let correction = ratio.blurred(sigma: sigma)
      for plane in light.planes.indices {
        light.planes[plane] = zip(light.planes[plane], correction.planes[plane]).map { $0 * $1 }
      }
    }
    for plane in light.planes.indices {
      light.planes[plane] = light.planes[plane].map { $0 + floor[plane] }
    }
    return light
  }
}
