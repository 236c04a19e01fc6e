public import AstroImages
internal import Evaluation

/// Replaces every pixel by the median of its neighbourhood, which cuts the tops of stars.
public struct MedianFilter: Vice {
  public static let id = "median-filter"
  public static let summary = "takes the median over a window as wide as a star"
  public static let rule: String? = "star-size"
  public static let checks = ["fwhm-drift"]
  public static let doses = Doses(
    "FWHM from the middle to the side", usual: 0.5, ladder: [0.3, 0.6, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noisy = workpiece.scene.noisy
    let reach = max(1, Int((dose * workpiece.fwhm).rounded()))
    var result = noisy
    var window: [Float] = []
    for plane in noisy.planes.indices {
      for y in 0..<noisy.height {
        for x in 0..<noisy.width {
          window.removeAll(keepingCapacity: true)
          for v in max(y - reach, 0)...min(y + reach, noisy.height - 1) {
            for u in max(x - reach, 0)...min(x + reach, noisy.width - 1) {
              window.append(noisy.planes[plane][v * noisy.width + u])
            }
          }
          window.sort()
          result.planes[plane][y * noisy.width + x] = window[window.count / 2]
        }
      }
    }
    return result
  }
}
