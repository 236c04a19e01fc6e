public import AstroImages

/// Leaves pixels that hold no number.
public struct Holes: Vice {
  public static let id = "holes"
  public static let summary = "leaves nine pixels without a number"
  public static let rule: String? = "whole-numbers"
  public static let checks = ["dynamic-range"]
  public static let doses = Doses("pixels", usual: 9, ladder: [1, 9, 36])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let side = Int(dose.squareRoot())
    return workpiece.changed { value, x, y, _ in
      (100..<(100 + side)).contains(y) && (50..<(50 + side)).contains(x) ? .nan : value
    }
  }
}
