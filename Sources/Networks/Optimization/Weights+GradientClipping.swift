import Tensors

extension Weights {
  /// The Euclidean length of all scalars together, summed in double precision in the order of ``names``.
  public var globalNorm: Double {
    var sum = 0.0
    for tensor in tensors {
      for scalar in tensor.scalars { sum += Double(scalar) * Double(scalar) }
    }
    return sum.squareRoot()
  }

  /// Shrinks all tensors by one factor so that their global norm is at most `limit`, and returns the norm before.
  ///
  /// Pascanu, Mikolov, Bengio, 2013, https://arxiv.org/abs/1211.5063. A norm that is not finite comes back unclipped: the
  /// caller should drop that step.
  @discardableResult
  public mutating func clip(toGlobalNorm limit: Double) -> Double {
    let norm = globalNorm
    guard norm > limit, norm.isFinite else { return norm }
    let factor = Float(limit / norm)
    for position in names.indices { Self.scale(&self[scalarsAt: position], by: factor) }
    return norm
  }

  private static func scale(_ scalars: inout [Float], by factor: Float) {
    for i in scalars.indices { scalars[i] *= factor }
  }
}
