public import AstroImages
internal import Evaluation

/// Draws filaments along whatever direction the noise seems to have, as networks do that were trained for crispness.
public struct DetailHallucinator: Vice {
  public static let id = "detail-hallucinator"
  public static let summary = "draws the noise of 1 to 3 px into filaments, where there is no star"
  public static let rule: String? = "mottle"
  public static let checks = ["structured-noise"]
  public static let doses = Doses("times the noise", usual: 1.5, ladder: [0.75, 1.5, 3])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let noise = workpiece.scene.noisy.adding(workpiece.truth, times: -1)
    // Of four directions each pixel keeps the one along which the noise, smoothed, stands out most.
    let strokes = [(1, 0), (0, 1), (1, 1), (1, -1)].map { Self.smoothed(noise, along: $0) }
    let near = workpiece.nearness(
      to: workpiece.stars.filter { $0.signalToNoise > 4 }, inner: 2, outer: 3)
    let width = noise.width
    return workpiece.changed { value, x, y, plane in
      let i = y * width + x
      let strongest = strokes.map { $0.planes[plane][i] }.max { abs($0) < abs($1) } ?? 0
      return value + (1 - near[i]) * Float(dose) * strongest
    }
  }

  /// The mean of nine pixels along a direction.
  private static func smoothed(_ image: AstroImage, along step: (x: Int, y: Int)) -> AstroImage {
    var result = image
    let (width, height) = (image.width, image.height)
    for plane in image.planes.indices {
      for y in 0..<height {
        for x in 0..<width {
          var sum: Float = 0
          for t in -4...4 {
            let row = min(max(y + t * step.y, 0), height - 1) * width
            sum += image.planes[plane][row + min(max(x + t * step.x, 0), width - 1)]
          }
          result.planes[plane][y * width + x] = sum / 9
        }
      }
    }
    return result
  }
}
