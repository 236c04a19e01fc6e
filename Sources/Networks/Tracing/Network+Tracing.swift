public import Tensors

extension Network {
  /// Builds a network by running `describe` once on a symbolic input.
  ///
  /// Alignment and halo follow from the operators' ``Operator/reach(for:)``.
  public init(
    input: Shape, _ describe: (Value) throws(ShapeError) -> Value
  ) throws(ShapeError) {
    guard input.rank == 4, input.dimensions.allSatisfy({ $0 > 0 }) else {
      throw ShapeError("network", expected: "(batch,channels,height,width)", actual: [input])
    }
    let builder = NetworkBuilder()
    let noisy = Value(source: .input, shape: input, scale: 1, halo: 0, builder: builder)
    let result = try describe(noisy)
    precondition(
      result.source == .step(builder.steps.count - 1), "the last operation must make the output")
    self.init(
      inputShape: input, parameters: builder.parameters, steps: builder.steps,
      alignment: builder.alignment, halo: result.halo)
  }
}
