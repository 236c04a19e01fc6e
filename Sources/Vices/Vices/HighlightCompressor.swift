public import AstroImages

/// Compresses highlights, which changes every magnitude difference.
public struct HighlightCompressor: Vice {
  public static let id = "highlight-compressor"
  public static let summary = "compresses the light of bright stars by 8 %"
  public static let rule: String? = "star-brightness"
  public static let checks = ["linearity"]
  public static let doses = Doses(
    "fraction at the peak of a star of SNR 150", usual: 0.08, ladder: [0.05, 0.1, 0.2],
    harmless: 0.0005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    // The peak of such a star: a Gaussian's flux over 1.133 FWHM squared.
    let bright = workpiece.stars.filter { $0.signalToNoise >= 150 && !$0.isSaturated }.map(\.flux)
    guard let flux = bright.min() else { return workpiece.honest }
    let peak = Float(flux / (1.133 * workpiece.fwhm * workpiece.fwhm))
    return workpiece.changed { value, _, _, plane in
      let sky = workpiece.sky[plane].level
      let light = max(value - sky, 0)
      return min(value, sky) + light / (1 + Float(dose) * light / peak)
    }
  }
}
