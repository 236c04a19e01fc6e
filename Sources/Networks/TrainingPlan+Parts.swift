public import Tensors

extension TrainingPlan {
  /// The gradients as weights: a copy.
  public var gradients: Weights {
    get throws {
      Weights(
        try network.parameters.map { parameter in
          (
            parameter.name,
            Tensor(parameter.shape, try withGradient(of: parameter.name) { Array($0) })
          )
        })
    }
  }

  /// Returns the gradient of every parameter, given the gradient of the loss with respect to the last output.
  public func backward(_ outputGradient: Tensor) throws -> Weights {
    try backward(outputGradient, adds: false)
    return try gradients
  }

  /// Finds the gradient of every parameter for a batch that is one or several times as large as the plan's: forward and
  /// backward for one part after the other, in the memory of one.
  ///
  /// The sum over parts is the gradient of the whole, up to the rounding of sums: no operator of ours looks across a batch.
  ///
  /// - Parameters:
  ///   - input: the whole batch.
  ///   - gradient: returns the gradient of the *whole* loss with respect to a part's output; `entries` are the part's places
  ///     in the batch.
  /// - Throws: ``PlanError`` where the batch is not a multiple of the plan's.
  public func differentiate(
    _ input: Tensor, gradient: (_ output: Tensor, _ entries: Range<Int>) throws -> Tensor
  ) throws {
    let (part, whole) = (network.inputShape.batch, input.shape.batch)
    guard whole > 0, whole.isMultiple(of: part) else {
      throw PlanError("a batch of \(whole) cannot be cut into parts of \(part)")
    }
    for first in stride(from: 0, to: whole, by: part) {
      let entries = first..<(first + part)
      let output = try forward(whole == part ? input : input.entries(entries))
      try backward(try gradient(output, entries), adds: first > 0)
    }
  }
}
