public import AstroImages
internal import Evaluation
private import Foundation

/// Averages every pixel with those neighbours that are nearly as bright.
///
/// Tomasi and Manduchi, "Bilateral filtering for gray and color images", ICCV 1998.
public struct BilateralFilter: Vice {
  public static let id = "bilateral-filter"
  public static let summary = "averages neighbours that differ by less than four times the noise"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses("sigma", usual: 4, ladder: [2, 4, 8])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noisy = workpiece.scene.noisy
    let reach = 2
    // Closeness falls with the squared distance in units of 1.5 px, likeness with that of the brightness.
    let closeness = (-reach...reach).map { exp(-Float($0 * $0) / (2 * 1.5 * 1.5)) }
    var result = noisy
    for plane in noisy.planes.indices {
      let pixels = noisy.planes[plane]
      let likeness = -0.5 / pow(Float(dose) * workpiece.sky[plane].noise, 2)
      for y in 0..<noisy.height {
        for x in 0..<noisy.width {
          let middle = pixels[y * noisy.width + x]
          var (sum, total): (Float, Float) = (0, 0)
          for v in max(y - reach, 0)...min(y + reach, noisy.height - 1) {
            for u in max(x - reach, 0)...min(x + reach, noisy.width - 1) {
              let value = pixels[v * noisy.width + u]
              let weight =
                closeness[v - y + reach] * closeness[u - x + reach]
                * exp(likeness * (value - middle) * (value - middle))
              sum += weight * value
              total += weight
            }
          }
          result.planes[plane][y * noisy.width + x] = sum / total
        }
      }
    }
    return result
  }
}
