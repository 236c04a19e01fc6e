public import AstroImages
internal import Evaluation
internal import Randomness
private import Foundation

/// Darkens round places of the sky, as dust on a filter does.
public struct DustMotes: Vice {
  public static let id = "dust-motes"
  public static let summary = "darkens six discs of 24 px by half the noise"
  public static let rule: String? = "blotches"
  public static let checks = ["large-scale"]
  public static let doses = Doses("sigma", usual: 0.5, ladder: [0.25, 0.5, 1], harmless: 0.005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "vices/dust/" + workpiece.scene.name)
    let (width, height) = (Double(workpiece.truth.width), Double(workpiece.truth.height))
    let motes = (0..<6).map { _ in
      (x: random.uniform(0.1, 0.9) * width, y: random.uniform(0.1, 0.9) * height)
    }
    return workpiece.changed { value, x, y, plane in
      let shade = motes.reduce(0) {
        $0 + 1 / (1 + exp(hypot(Double(x) - $1.x, Double(y) - $1.y) - 24))
      }
      return value - Float(dose * shade) * workpiece.sky[plane].noise
    }
  }
}
