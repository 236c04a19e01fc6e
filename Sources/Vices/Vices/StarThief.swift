public import AstroImages
internal import Evaluation
internal import Randomness

/// Erases some of the stars whatever their brightness.
public struct StarThief: Vice {
  public static let id = "star-thief"
  public static let summary = "erases 15 % of the stars of SNR 20 to 150"
  public static let rule: String? = "strong-star-loss"
  public static let checks = ["star-loss"]
  public static let doses = Doses("fraction of the stars", usual: 0.15, ladder: [0.05, 0.15, 0.4])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  public func applies(to workpiece: Workpiece) -> Bool { Self.prey(workpiece).count >= 20 }

  private static func prey(_ workpiece: Workpiece) -> [SourceCatalogue.Source] {
    workpiece.stars.filter { (20..<150).contains($0.signalToNoise) && $0.pair < 0 }
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var random = RandomSource(seed: 1, name: "vices/star-thief/" + workpiece.scene.name)
    let draws = Self.prey(workpiece).map { ($0, random.uniform()) }
    return StarEater.erasing(draws.filter { $0.1 < dose }.map(\.0), from: workpiece)
  }
}
