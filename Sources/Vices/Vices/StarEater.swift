public import AstroImages

/// Paints sky over every star below a signal-to-noise ratio.
public struct StarEater: Vice {
  public static let id = "star-eater"
  public static let summary = "erases the stars of SNR below 14"
  public static let rule: String? = "star-loss"
  public static let checks = ["star-loss"]
  public static let doses = Doses("signal-to-noise ratio", usual: 14, ladder: [8, 12, 16])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool {
    workpiece.stars.contains { $0.signalToNoise < dose && $0.pair < 0 }
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    Self.erasing(workpiece.stars.filter { $0.signalToNoise < dose }, from: workpiece)
  }

  /// The honest output without some stars.
  static func erasing(
    _ stars: [SourceCatalogue.Source], from workpiece: Workpiece
  ) -> AstroImage {
    var result = workpiece.honest
    let fwhm = workpiece.fwhm
    for star in stars {
      let disc = result.disc(x: star.x, y: star.y, radius: 1.8 * fwhm)
      for plane in result.planes.indices {
        guard
          let sky = result.ringMedian(
            x: star.x, y: star.y, from: 1.8 * fwhm, to: 2.5 * fwhm, plane: plane)
        else { continue }
        for pixel in disc { result.planes[plane][pixel.index] = sky }
      }
    }
    return result
  }
}
