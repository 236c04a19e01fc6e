public import AstroImages
internal import Evaluation

/// Takes the median of neighbours in a row, which narrows nothing but the stars' tops along one axis.
public struct RowMedian: Vice {
  public static let id = "row-median"
  public static let summary = "takes the median of three pixels along rows"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses("pixels to either side", usual: 1, ladder: [1, 2, 3])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noisy = workpiece.scene.noisy
    let reach = Int(dose)
    return workpiece.changed { _, x, y, plane in
      let row = y * noisy.width
      let window = (x - reach...x + reach).map {
        noisy.planes[plane][row + min(max($0, 0), noisy.width - 1)]
      }.sorted()
      return window[reach]
    }
  }
}
