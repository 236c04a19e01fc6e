public import AstroImages
private import Foundation

/// Rounds the frequencies of blocks of 8 x 8 pixels, as JPEG does.
public struct BlockQuantisation: Vice {
  public static let id = "block-quantisation"
  public static let summary = "rounds the frequencies of blocks of 8 px to three times the noise"
  public static let rule: String? = "seams"
  public static let checks = ["tile-seam"]
  public static let doses = Doses("sigma", usual: 3, ladder: [0.75, 1.5, 3])
  private let dose: Double
  public init(dose: Double) { self.dose = dose }

  private static let side = 8
  /// The cosine transform's basis, orthonormal: frequency by frequency.
  private static let basis = (0..<side).map { frequency -> [Float] in
    let size = ((frequency == 0 ? 1.0 : 2.0) / Double(side)).squareRoot()
    return (0..<side).map { place -> Float in
      let angle = Double.pi * (Double(place) + 0.5) * Double(frequency) / Double(side)
      return Float(size * cos(angle))
    }
  }

  public func output(on workpiece: Workpiece) -> AstroImage {
    var result = workpiece.honest
    let side = Self.side
    for plane in result.planes.indices {
      let step = Float(dose) * workpiece.sky[plane].noise
      for top in stride(from: 0, through: result.height - side, by: side) {
        for left in stride(from: 0, through: result.width - side, by: side) {
          let places = (0..<side * side).map {
            (top + $0 / side) * result.width + left + $0 % side
          }
          let block = Self.transformed(
            Self.transformed(places.map { result.planes[plane][$0] }, isInverse: false).map {
              ($0 / step).rounded() * step
            }, isInverse: true)
          for (place, value) in zip(places, block) { result.planes[plane][place] = value }
        }
      }
    }
    return result
  }

  private static func transformed(_ block: [Float], isInverse: Bool) -> [Float] {
    func coefficient(_ to: Int, _ from: Int) -> Float {
      isInverse ? basis[from][to] : basis[to][from]
    }
    var rows = block
    var both = block
    for y in 0..<side {
      for to in 0..<side {
        var sum: Float = 0
        for from in 0..<side { sum += coefficient(to, from) * block[y * side + from] }
        rows[y * side + to] = sum
      }
    }
    for x in 0..<side {
      for to in 0..<side {
        var sum: Float = 0
        for from in 0..<side { sum += coefficient(to, from) * rows[from * side + x] }
        both[to * side + x] = sum
      }
    }
    return both
  }
}
