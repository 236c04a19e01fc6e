public import Networks
internal import Tensors

/// Compares an operator's backward pass with central differences of its forward pass.
///
/// - Returns: The largest disagreement over all inputs, as a fraction of that input's largest gradient.
public func gradientDisagreement(_ example: OperatorExample, step: Float) -> Double {
  let inputs = example.inputs.enumerated().map { Tensor(distinct: $1, seed: UInt64($0 + 1)) }
  let output = example.operator.forward(inputs)
  let cotangent = Tensor(distinct: output.shape, seed: 99)
  let gradients = example.operator.backward(cotangent, inputs: inputs, output: output)
  precondition(gradients.count == inputs.count, "a gradient for every input")

  func objective(_ inputs: [Tensor]) -> Double {
    zip(example.operator.forward(inputs).scalars, cotangent.scalars).reduce(0) {
      $0 + Double($1.0) * Double($1.1)
    }
  }

  var worst = 0.0
  for i in inputs.indices {
    let range = Double(max(gradients[i].largestMagnitude, .leastNormalMagnitude))
    for j in inputs[i].scalars.indices {
      var (above, below) = (inputs, inputs)
      above[i].scalars[j] += step
      below[i].scalars[j] -= step
      // The step that float32 really made.
      let distance = Double(above[i].scalars[j]) - Double(below[i].scalars[j])
      let numeric = (objective(above) - objective(below)) / distance
      worst = max(worst, abs(numeric - Double(gradients[i].scalars[j])) / range)
    }
  }
  return worst
}
