import Foundation
import Randomness

/// The solar limb in H-alpha: a darkened disc with filaments, a fringe of spicules, and prominences 20 times fainter.
public struct Prominence: SceneKind {
  public static let id = "prominence"
  public static let summary = "the solar limb in H-alpha with prominences and filaments"
  public static let filter = "Ha"

  public static func paint(on canvas: inout SceneCanvas) {
    let limb = SolarLimb(width: canvas.width, height: canvas.height)
    var image = disc(of: limb, options: canvas.options, random: canvas.random.split("disc"))
    let glow = prominences(above: limb, random: canvas.random.split("prominences"))
    let spicules = fringe(of: limb, random: canvas.random.split("spicules"))
    let height = Double(canvas.height)
    image.apply { x, y, value in
      let index = Int(y) * limb.width + Int(x)
      let distance = limb.height(x, y)
      // Behind the disc nothing shines through; the limb's own pixel is shared by the blur below.
      if distance < 0 { return value }
      return 0.05 * glow.values[index] + 0.1 * spicules.values[index]
        + 0.004 * exp(-distance / (0.5 * height))
    }
    let level =
      0.6 * canvas.options.solarBrightness
      * (canvas.sensor.fullScale - canvas.sensor.pedestal)
    image = image.gaussianBlurred(sigma: 1.1)
    for index in image.values.indices { image.values[index] *= level }
    canvas.diffuse[0] = image
    canvas.fwhm = 2.6
    canvas.isNight = false
  }

  /// The disc, 1 at its centre: limb darkening `0.35 + 0.65 mu`, granules in perspective, and dark filaments.
  private static func disc(
    of limb: SolarLimb, options: SceneOptions, random root: RandomSource
  ) -> Field {
    var random = root.split("granules")
    let cell = 14 * options.granuleSize / 9
    let pattern = GranulePattern(
      width: Double(limb.width), height: 1.6 * Double(limb.height), cell: cell, random: &random)
    var mottle = PowerLawField.make(
      width: limb.width, height: limb.height, index: 2.2, minimumFrequency: 4, random: &random)
    mottle = mottle.gaussianBlurred(sigma: 1)
    var strands = StrandPainter(width: limb.width, height: limb.height)
    random = root.split("filaments")
    for _ in 0..<2 {
      strands.addFilament(on: limb, random: &random)
    }
    let filaments = strands.painted(random: &random)
    let contrast = options.granuleContrast / 0.08
    return Field(width: limb.width, height: limb.height) { x, y in
      let mu = limb.cosine(x, y)
      guard mu > 0 else { return 0 }
      let index = Int(y) * limb.width + Int(x)
      let place = limb.unrolled(x, y)
      let texture =
        0.16 * (pattern.brightness(place.x, place.y) - 0.62) + 0.035 * mottle.values[index]
      return (0.35 + 0.65 * mu) * (1 + contrast * min(1, 2 * mu) * texture)
        * (1 - 0.5 * min(filaments.values[index], 1))
    }
  }

  /// Two bundles of loops and two hedgerows, 1 at the bright threads.
  private static func prominences(above limb: SolarLimb, random root: RandomSource) -> Field {
    var painter = StrandPainter(width: limb.width, height: limb.height)
    var random = root.split("places")
    let order = random.permutation(4)
    for (slot, kind) in order.enumerated() {
      let place = (0.14 + 0.24 * Double(slot) + random.uniform(-0.05, 0.05)) * Double(limb.width)
      if kind < 2 {
        painter.addLoops(at: place, on: limb, random: &random)
      } else {
        painter.addHedgerow(at: place, on: limb, random: &random)
      }
    }
    return painter.painted(random: &random)
  }

  /// The forest of spicules along the limb: thin spikes of unequal height.
  private static func fringe(of limb: SolarLimb, random root: RandomSource) -> Field {
    var random = root
    let count = 2 * limb.width
    var tops = [Double](repeating: 0, count: count)
    let scale = 0.011 * Double(limb.height)
    for index in tops.indices { tops[index] = scale * exp(0.45 * random.normal()) }
    return Field(width: limb.width, height: limb.height) { x, y in
      let height = limb.height(x, y)
      guard height >= 0, height < 8 * scale else { return 0 }
      let along =
        min(max(limb.along(x, y) / Double(limb.width) + 0.5, 0), 0.999) * Double(count - 1)
      let index = Int(along)
      let top = tops[index] + (along - Double(index)) * (tops[index + 1] - tops[index])
      return exp(-height / top)
    }
  }
}
