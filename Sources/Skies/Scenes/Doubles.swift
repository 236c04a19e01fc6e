import Foundation
import Randomness

/// Double stars on a grid of separations, magnitude differences and signal levels, with single stars as controls.
public struct Doubles: SceneKind {
  public static let id = "doubles"
  public static let summary =
    "double stars by separation, magnitude difference and S/N, with controls"

  /// Separations in units of the FWHM.
  public static let separations = [0.8, 1, 1.25, 1.5, 2, 3]
  /// Differences in magnitude.
  public static let magnitudeDifferences = [0.0, 1, 2, 3]
  /// Signal-to-noise ratios of the brighter star.
  public static let signalToNoiseRatios = [60.0, 150, 400]

  public static func paint(on canvas: inout SceneCanvas) {
    canvas.diffuse[0] = Field(width: canvas.width, height: canvas.height, fill: canvas.skyLevel)
    let fwhm = canvas.options.pointSpread.fwhm
    // 13.75 FWHM between cells: a neighbouring cell stays beyond the 8 FWHM that isolation asks for.
    let spacing = max(44, 13.75 * fwhm)
    var cells: [Position] = []
    for y in stride(from: spacing, through: Double(canvas.height) - spacing, by: spacing) {
      for x in stride(from: spacing, through: Double(canvas.width) - spacing, by: spacing) {
        cells.append(Position(x: x, y: y))
      }
    }
    if cells.isEmpty {
      cells = [Position(x: Double(canvas.width) / 2, y: Double(canvas.height) / 2)]
    }
    let combinations = separations.flatMap { separation in
      magnitudeDifferences.flatMap { difference in
        signalToNoiseRatios.map { (separation, difference, $0) }
      }
    }
    var random = canvas.random.split("cells")
    var pair = 0
    for (turn, cell) in random.permutation(cells.count).enumerated() {
      let x = cells[cell].x + random.uniform(-3, 3)
      let y = cells[cell].y + random.uniform(-3, 3)
      if turn % 4 == 3 {
        let level = signalToNoiseRatios[random.integer(below: signalToNoiseRatios.count)]
        canvas.addStar(x: x, y: y, flux: canvas.flux(signalToNoise: level), role: "single")
        continue
      }
      // Steps of 29 visit all 72 combinations once a round, and a small frame sees a fair sample of each axis.
      let (separation, difference, level) = combinations[pair * 29 % combinations.count]
      let angle = random.uniform(0, Double.pi)
      let half = separation * fwhm / 2
      let flux = canvas.flux(signalToNoise: level)
      for (side, brightness) in [(-1.0, flux), (1, flux * pow(10, -0.4 * difference))] {
        canvas.addStar(
          x: x + side * half * cos(angle), y: y + side * half * sin(angle), flux: brightness,
          role: "double", pair: pair, separation: separation, magnitudeDifference: difference)
      }
      pair += 1
    }
  }
}
