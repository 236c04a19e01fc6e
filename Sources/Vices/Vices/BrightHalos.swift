public import AstroImages

/// Lays a glow around every bright star, as a filter's reflections do.
public struct BrightHalos: Vice {
  public static let id = "bright-halos"
  public static let summary = "brightens a ring around stars of SNR 60 and more"
  public static let rule: String? = "glow"
  public static let checks = ["dark-halo"]
  public static let doses = Doses(
    "sigma at a signal-to-noise ratio of 200", usual: 1.5, ladder: [0.75, 1.5, 3])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { RingMaker(dose: 1).applies(to: workpiece) }

  public func output(on workpiece: Workpiece) -> AstroImage {
    workpiece.ringed(height: dose, radius: 4, width: 1)
  }
}
