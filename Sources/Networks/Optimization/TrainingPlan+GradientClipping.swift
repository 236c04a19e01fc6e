extension TrainingPlan {
  /// The Euclidean length of all gradients together, summed in double precision in the parameters' order.
  public var gradientNorm: Double {
    get throws {
      var sum = 0.0
      for parameter in network.parameters {
        try withGradient(of: parameter.name) { gradient in
          for scalar in gradient { sum += Double(scalar) * Double(scalar) }
        }
      }
      return sum.squareRoot()
    }
  }

  /// Shrinks all gradients by one factor so that their norm is at most `limit`, and returns the norm before.
  ///
  /// Pascanu, Mikolov, Bengio, 2013, https://arxiv.org/abs/1211.5063. A norm that is not finite comes back unclipped: the
  /// caller should drop that step.
  @discardableResult
  public func clipGradients(toNorm limit: Double) throws -> Double {
    let norm = try gradientNorm
    guard norm > limit, norm.isFinite else { return norm }
    let factor = Float(limit / norm)
    for parameter in network.parameters {
      try withGradient(of: parameter.name) { gradient in
        for i in gradient.indices { gradient[i] *= factor }
      }
    }
    return norm
  }
}
