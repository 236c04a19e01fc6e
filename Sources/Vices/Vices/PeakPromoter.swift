public import AstroImages
internal import Evaluation

/// Makes stars of the noise's own peaks, as an over-confident network does.
public struct PeakPromoter: Vice {
  public static let id = "peak-promoter"
  public static let summary = "makes stars of noise peaks above 3 sigma"
  public static let rule: String? = "star-invented"
  public static let checks = ["false-stars"]
  public static let doses = Doses("times the peak", usual: 2, ladder: [1.2, 1.6, 2.4])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    let fwhm = workpiece.fwhm
    let (width, height) = (result.width, result.height)
    // The noise through a matched filter, in units of its own spread on sky.
    let noise = workpiece.scene.noisy.adding(workpiece.truth, times: -1)
      .blurred(sigma: fwhm / 2.3548)
    let spread = workpiece.sky[0].noise / Float(2 * 1.7725 * fwhm / 2.3548)
    let near = workpiece.nearness(to: workpiece.stars, inner: 4, outer: 5)
    let unit = Double(workpiece.sky[0].noise) * 2 * 1.7725 * fwhm / 2.3548
    var left = Int((150 * Double(result.pixelCount) / 1e6).rounded(.up))
    for y in 12..<(height - 12) where left > 0 {
      for x in 12..<(width - 12) where left > 0 {
        let value = noise.planes[0][y * width + x]
        guard value > 3 * spread, near[y * width + x] == 0 else { continue }
        var isPeak = true
        for v in (y - 3)...(y + 3) {
          for u in (x - 3)...(x + 3) where noise.planes[0][v * width + u] > value { isPeak = false }
        }
        guard isPeak else { continue }
        left -= 1
        result.addStar(
          x: Double(x), y: Double(y), flux: dose * Double(value / spread) * unit, fwhm: fwhm)
      }
    }
    return result
  }
}
