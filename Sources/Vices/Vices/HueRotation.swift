public import AstroImages
internal import Evaluation
private import Foundation

/// Turns the hues of stars: red ones become yellow, blue ones violet, grey stays grey.
public struct HueRotation: Vice {
  public static let id = "hue-rotation"
  public static let summary = "turns the hues of stars by 20 degrees"
  public static let rule: String? = nil
  public static let checks = ["colour-shift"]
  public static let doses = Doses("degrees", usual: 20, ladder: [10, 20, 40], harmless: 0.1)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool {
    workpiece.truth.channels >= 3 && !workpiece.stars.isEmpty
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    guard honest.channels >= 3 else { return honest }
    let near = workpiece.nearness(to: workpiece.stars, inner: 3, outer: 4)
    let turn = Self.rotation(degrees: dose)
    return workpiece.changed { value, x, y, plane in
      let i = y * honest.width + x
      guard plane < 3, near[i] > 0 else { return value }
      let light = (0..<3).map { honest.planes[$0][i] - workpiece.sky[$0].level }
      let turned = (0..<3).reduce(Float(0)) { $0 + turn[(3 + plane - $1) % 3] * light[$1] }
      return value + near[i] * (turned - light[plane])
    }
  }

  /// A rotation about the axis of greys: how much a colour gets of itself, of the one before it and of the one after.
  private static func rotation(degrees: Double) -> [Float] {
    let angle = degrees * .pi / 180
    let (even, odd) = ((1 - cos(angle)) / 3, sin(angle) / 3.0.squareRoot())
    return [cos(angle) + even, even + odd, even - odd].map { Float($0) }
  }
}
