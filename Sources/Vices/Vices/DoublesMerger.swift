public import AstroImages
internal import Evaluation
internal import Randomness

/// Draws one star where there are two.
public struct DoublesMerger: Vice {
  public static let id = "doubles-merger"
  public static let summary = "makes one star of every close double"
  public static let rule: String? = "doubles"
  public static let checks = ["doubles-merged"]
  public static let doses = Doses("fraction of the doubles", usual: 1, ladder: [0.25, 0.5, 1])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { workpiece.pairs.count >= 8 }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    let fwhm = workpiece.fwhm
    var random = RandomSource(seed: 1, name: "vices/doubles-merger/" + workpiece.scene.name)
    for (a, b) in workpiece.pairs where a.separation <= 1.6 && random.uniform() < dose {
      let flux = a.flux + b.flux
      let (x, y) = ((a.x * a.flux + b.x * b.flux) / flux, (a.y * a.flux + b.y * b.flux) / flux)
      let reach = (1.6 + a.separation) * fwhm
      let disc = result.disc(x: x, y: y, radius: reach)
      for plane in result.planes.indices {
        guard
          let sky = result.ringMedian(x: x, y: y, from: reach, to: reach + fwhm, plane: plane)
        else { continue }
        for pixel in disc { result.planes[plane][pixel.index] = sky }
      }
      result.addStar(x: x, y: y, flux: flux, fwhm: fwhm)
    }
    return result
  }
}
