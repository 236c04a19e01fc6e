public import AstroImages

/// Leaves nine pixels that hold no number.
public struct Holes: Vice {
  public static let id = "holes"
  public static let summary = "leaves nine pixels without a number"
  public static let rule = "whole-numbers"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.changed { value, x, y, _ in
      (100..<103).contains(y) && (50..<53).contains(x) ? .nan : value
    }
  }
}
