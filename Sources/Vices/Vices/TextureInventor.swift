public import AstroImages
internal import Evaluation
internal import Randomness
private import Foundation

/// Adds plausible nebular texture that is not there.
public struct TextureInventor: Vice {
  public static let id = "texture-inventor"
  public static let summary = "adds turbulence of a third of the noise"
  public static let rule: String? = "mottle"
  public static let checks = ["structured-noise"]
  public static let doses = Doses("sigma", usual: 0.35, ladder: [0.25, 0.5, 1], harmless: 0.01)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let texture = Self.texture(like: workpiece.truth, name: workpiece.scene.name)
    let width = workpiece.honest.width
    return workpiece.changed { value, x, y, plane in
      value + Float(dose) * workpiece.sky[plane].noise * texture[y * width + x]
    }
  }

  /// Four octaves of blurred noise, rms 1: power falls as the frequency to the power -2.4.
  static func texture(like image: AstroImage, name: String) -> [Float] {
    var sum = [Float](repeating: 0, count: image.pixelCount)
    for (octave, scale) in [2.0, 4, 8, 16].enumerated() {
      var random = RandomSource(seed: 1, name: "vices/texture/\(octave)/" + name)
      let white = AstroImage(
        width: image.width, height: image.height,
        planes: [sum.map { _ in Float(random.normal()) }])
      let soft = white.blurred(sigma: scale).planes[0]
      // White noise blurred by sigma keeps 1 / (2 sqrt(pi) sigma) of its deviation.
      let weight = Float(2 * 1.7725 * scale * pow(scale, 0.2))
      for i in sum.indices { sum[i] += weight * soft[i] }
    }
    let square = sum.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(sum.count)
    return sum.map { $0 / Float(square.squareRoot()) }
  }
}
