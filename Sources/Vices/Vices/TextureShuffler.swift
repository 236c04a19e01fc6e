public import AstroImages

/// Puts fine structure somewhere else: as sharp as it was, and wrong.
public struct TextureShuffler: Vice {
  public static let id = "texture-shuffler"
  public static let summary = "moves 60 % of the structure of 1 to 6 px by 7 px"
  public static let rule: String? = "information"
  public static let checks = ["frc-drop"]
  public static let doses = Doses(
    "fraction", usual: 0.6, ladder: [0.3, 0.6, 0.9], harmless: 0.0005)
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func output(on workpiece: Workpiece) -> AstroImage {
    let honest = workpiece.honest
    let fine = honest.blurred(sigma: 1).adding(honest.blurred(sigma: 6), times: -1)
    let (width, height) = (honest.width, honest.height)
    return workpiece.changed { value, x, y, plane in
      let there = (y + 5) % height * width + (x + 5) % width
      return value + Float(dose)
        * (fine.planes[plane][there] - fine.planes[plane][y * width + x])
    }
  }
}
