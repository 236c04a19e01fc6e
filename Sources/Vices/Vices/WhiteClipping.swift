public import AstroImages
internal import Evaluation

/// Cuts off the highlights.
public struct WhiteClipping: Vice {
  public static let id = "white-clipping"
  public static let summary = "cuts off the upper 60 % of the range"
  public static let rule: String? = "white-clipped"
  public static let checks = ["dynamic-range"]
  public static let doses = Doses("share of the range", usual: 0.6, ladder: [0.5, 0.7, 0.9])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  /// There must be enough pixels above the cut to be told from a coincidence.
  public func applies(to workpiece: Workpiece) -> Bool {
    workpiece.truth.planes.indices.contains { plane in
      let limit = cut(workpiece, plane)
      // Pixels that the input itself has at its end excuse as many, three times over.
      let top = workpiece.scene.noisy.planes[plane].max() ?? 0
      let usual = workpiece.scene.noisy.planes[plane].count { $0 >= top }
      return workpiece.truth.planes[plane].count { $0 > limit + workpiece.sky[plane].noise } >= 60
        + 4 * usual
    }
  }

  private func cut(_ workpiece: Workpiece, _ plane: Int) -> Float {
    let top = workpiece.truth.planes[plane].max() ?? 0
    let level = workpiece.sky[plane].level
    return level + Float(1 - dose) * (min(top, Float(workpiece.scene.fullScale)) - level)
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let limits = workpiece.truth.planes.indices.map { cut(workpiece, $0) }
    return workpiece.changed { value, _, _, plane in min(value, limits[plane]) }
  }
}
