import Foundation

extension RandomSource {
  /// A number from the normal distribution of mean 0 and standard deviation 1.
  ///
  /// The ziggurat of Marsaglia and Tsang (J. Stat. Software 5, 2000) in Doornik's form (2005), which takes the layer and the
  /// position from different bits; 128 layers, so 98.8 % of the calls need one multiplication and one comparison.
  public mutating func normal() -> Double {
    while true {
      let bits = next()
      let layer = Int(truncatingIfNeeded: bits & 127)
      let position = Double(bits >> 11) * 0x1p-52 - 1
      if abs(position) < Ziggurat.ratios[layer] { return position * Ziggurat.edges[layer] }
      if layer == 0 { return normalTail(negative: position < 0) }
      let x = position * Ziggurat.edges[layer]
      let upper = exp(-0.5 * (Ziggurat.edges[layer] * Ziggurat.edges[layer] - x * x))
      let lower = exp(-0.5 * (Ziggurat.edges[layer + 1] * Ziggurat.edges[layer + 1] - x * x))
      if lower + uniform() * (upper - lower) < 1 { return x }
    }
  }

  /// A number from a normal distribution.
  public mutating func normal(mean: Double, sigma: Double) -> Double { mean + sigma * normal() }

  /// A value beyond the last layer, by Marsaglia's rejection from an exponential.
  private mutating func normalTail(negative: Bool) -> Double {
    while true {
      let x = log(openUniform()) / Ziggurat.tail
      let y = log(openUniform())
      if -2 * y >= x * x { return negative ? x - Ziggurat.tail : Ziggurat.tail - x }
    }
  }
}

/// The layers of the normal ziggurat: equal areas under `exp(-x^2 / 2)`.
private enum Ziggurat {
  /// Where the base layer's rectangle ends and the tail begins, for 128 layers.
  static let tail = 3.442619855899
  /// The area of each layer, for 128 layers.
  private static let area = 9.91256303526217e-3

  /// The right edge of each layer, from the base (wider than the tail's start, to hold its area) to 0.
  static let edges: [Double] = {
    var edges = [Double](repeating: 0, count: 129)
    var height = exp(-0.5 * tail * tail)
    edges[0] = area / height
    edges[1] = tail
    for layer in 2..<128 {
      edges[layer] = (-2 * log(area / edges[layer - 1] + height)).squareRoot()
      height = exp(-0.5 * edges[layer] * edges[layer])
    }
    return edges
  }()

  /// The part of each layer that lies wholly under the curve.
  static let ratios: [Double] = (0..<128).map { edges[$0 + 1] / edges[$0] }
}
