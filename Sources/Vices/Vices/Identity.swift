public import AstroImages
internal import Evaluation

/// Changes nothing: the noise is all there.
public struct Identity: Vice {
  public static let id = "identity"
  public static let summary = "gives back what it was given"
  public static let rule = "noise-left"
  public init() {}

  public func output(on workpiece: Workpiece) -> AstroImage { workpiece.scene.noisy }
}
