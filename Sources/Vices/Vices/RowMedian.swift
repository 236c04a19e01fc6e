public import AstroImages
internal import Evaluation

/// Takes the median of neighbours in a row, which narrows nothing but the stars' tops along one axis.
public struct RowMedian: Vice {
  public static let id = "row-median"
  public static let summary = "takes the median along rows over a window as wide as a star"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses(
    "FWHM from the middle to the side", usual: 0.5, ladder: [0.3, 0.6, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noisy = workpiece.scene.noisy
    let reach = max(1, Int((dose * workpiece.fwhm).rounded()))
    return workpiece.changed { _, x, y, plane in
      let row = y * noisy.width
      let window = (x - reach...x + reach).map {
        noisy.planes[plane][row + min(max($0, 0), noisy.width - 1)]
      }.sorted()
      return window[reach]
    }
  }
}
