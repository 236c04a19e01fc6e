public import Tensors

/// Collects operations while an architecture is traced; frozen into a ``Network`` afterwards.
public final class NetworkBuilder {
  private(set) var parameters: [Network.Parameter] = []
  private(set) var steps: [Network.Step] = []
  private(set) var alignment = 1
  private var names: Set<String> = []
  private var scope: [String] = []

  init() {}

  /// Declares a learned tensor under the current scope, or returns the one of that name.
  public func parameter(
    _ name: String, _ shape: Shape, _ initialization: Network.Initialization
  ) -> Value {
    let path = (scope + [name]).joined(separator: ".")
    if names.insert(path).inserted {
      parameters.append(
        Network.Parameter(name: path, shape: shape, initialization: initialization))
    }
    return Value(source: .parameter(path), shape: shape, scale: 1, halo: 0, builder: self)
  }

  /// Runs `body` with `name` (which may itself hold dots) in front of every parameter declared in it.
  public func scoped<Result>(
    _ name: String, _ body: () throws(ShapeError) -> Result
  ) throws(ShapeError) -> Result {
    scope.append(name)
    defer { scope.removeLast() }
    return try body()
  }

  /// Records one operation and returns the value that it will make.
  public func append(_ operation: any Operator, _ inputs: [Value]) throws(ShapeError) -> Value {
    let shapes = inputs.map(\.shape)
    let shape = try operation.outputShape(for: shapes)
    steps.append(Network.Step(operation: operation, inputs: inputs.map(\.source), shape: shape))
    let first = inputs[0]
    var scale = first.scale
    var halo: Int? = 0
    for input in inputs { halo = halo.flatMap { known in input.halo.map { max(known, $0) } } }
    switch operation.reach(for: shapes) {
    case .pointwise: break
    case .neighbourhood(let radius): halo = halo.map { $0 + radius * scale }
    case .reducing(let factor, let radius):
      halo = halo.map { $0 + radius * scale }
      scale *= factor
    case .enlarging(let factor):
      scale = max(1, scale / factor)
      // An output pixel covers one corner of its input pixel and sees the rest of it.
      halo = halo.map { $0 + (factor - 1) * scale }
    case .everywhere: halo = nil
    }
    alignment = max(alignment, scale)
    return Value(
      source: .step(steps.count - 1), shape: shape, scale: scale, halo: halo, builder: self)
  }
}
