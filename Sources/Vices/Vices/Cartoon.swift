public import AstroImages
internal import Evaluation

/// Makes flat regions with sharp borders, as minimising the total variation does.
///
/// Rudin, Osher and Fatemi, "Nonlinear total variation based noise removal algorithms", Physica D 60, 1992; solved by
/// Chambolle's projection, Journal of Mathematical Imaging and Vision 20, 2004.
public struct Cartoon: Vice {
  public static let id = "cartoon"
  public static let summary = "flattens the frame into regions of one brightness"
  public static let rule: String? = "star-brightness"
  public static let checks = ["photometric-bias"]
  public static let doses = Doses("sigma", usual: 2, ladder: [1, 2, 4])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { !workpiece.stars.isEmpty }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.scene.noisy
    for plane in result.planes.indices {
      result.planes[plane] = Self.flattened(
        result.planes[plane], width: result.width, height: result.height,
        weight: Float(dose) * workpiece.sky[plane].noise)
    }
    return result
  }

  private static func flattened(
    _ pixels: [Float], width: Int, height: Int, weight: Float
  ) -> [Float] {
    var across = [Float](repeating: 0, count: pixels.count)
    var down = across
    var result = pixels
    // A quarter is the largest step for which the iteration is known to converge in practice.
    let step: Float = 0.25
    for _ in 0..<25 {
      for y in 0..<height {
        for x in 0..<width {
          let i = y * width + x
          let right = x + 1 < width ? (result[i + 1] - result[i]) / weight : 0
          let below = y + 1 < height ? (result[i + width] - result[i]) / weight : 0
          let shrink = 1 + step * (right * right + below * below).squareRoot()
          across[i] = (across[i] + step * right) / shrink
          down[i] = (down[i] + step * below) / shrink
        }
      }
      for y in 0..<height {
        for x in 0..<width {
          let i = y * width + x
          let divergence =
            across[i] - (x > 0 ? across[i - 1] : 0) + down[i] - (y > 0 ? down[i - width] : 0)
          result[i] = pixels[i] + weight * divergence
        }
      }
    }
    return result
  }
}
