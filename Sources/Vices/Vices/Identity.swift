public import AstroImages
internal import Evaluation

/// Leaves the noise where it is: all of it, or a share.
public struct Identity: Vice {
  public static let id = "identity"
  public static let summary = "gives back what it was given"
  public static let rule: String? = "noise-left"
  public static let checks = ["noise-reduction"]
  public static let doses = Doses(
    "share of the noise", usual: 1, ladder: [0.3, 0.6, 1], harmless: 0.6)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    dose == 1 ? workpiece.scene.noisy : workpiece.honest(noiseLeft: Float(dose))
  }
}
