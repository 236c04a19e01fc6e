internal import Kernels
internal import Tensors

extension PlanGraph {
  /// NAFNet's block as one step: its parameters' names, and what its normalisations add to the variance.
  struct GatedBlock: Sendable {
    var parameters: GatedBlockParameters<String>
    var epsilon: Float
  }

  /// The block that ends with the step at a position, if one does.
  ///
  /// Everything inside must be read inside only, channels must be whole blocks of 16, and the mean must be the frame's.
  func gatedBlock(endingAt position: Int) -> (
    block: GatedBlock, source: Network.Source, inner: Set<Int>
  )? {
    let end = steps[position]
    guard end.operation is Add, end.inputs.count == 2, end.fusion == Fusion(),
      end.shape.channels.isMultiple(of: 16)
    else { return nil }
    var match = GatedBlockMatch(graph: self)
    guard let second = match.branch(end.inputs[1]),
      let gate2 = match.step(second.source, SimpleGate.self),
      let expansion2 = match.convolution(gate2.inputs[0]),
      let norm2 = match.normalization(expansion2.source), norm2.source == end.inputs[0],
      let middle = match.step(norm2.source, Add.self, readers: 2),
      let first = match.branch(middle.inputs[1]),
      let attended = match.step(first.source, Scale.self),
      let attention = match.convolution(attended.inputs[1]),
      let mean = match.step(attention.source, GlobalAveragePool.self),
      mean.inputs[0] == attended.inputs[0],
      let gate1 = match.step(attended.inputs[0], SimpleGate.self, readers: 2),
      let depthwise = match.convolution(gate1.inputs[0], isDepthwise: true),
      let expansion1 = match.convolution(depthwise.source),
      let norm1 = match.normalization(expansion1.source), norm1.source == middle.inputs[0],
      norm1.epsilon == norm2.epsilon, network.shape(of: norm1.source) == end.shape
    else { return nil }
    if case .parameter = norm1.source { return nil }
    let block = GatedBlock(
      parameters: GatedBlockParameters(
        norm1: norm1.names, expansion1: expansion1.names, depthwise: depthwise.names,
        attention: attention.names, projection1: first.names, beta: first.factor,
        norm2: norm2.names, expansion2: expansion2.names, projection2: second.names,
        gamma: second.factor), epsilon: norm1.epsilon)
    return (block, norm1.source, match.positions)
  }
}

/// Walks from a step to those that it reads, and notes where they stand.
private struct GatedBlockMatch {
  let graph: PlanGraph
  var positions: Set<Int> = []

  /// The step that makes a value, where its operation is of that kind and its result has so many readers.
  mutating func step<Kind: Operator>(
    _ source: Network.Source, _ kind: Kind.Type, readers: Int = 1
  ) -> PlanGraph.Step? {
    guard case .step(let output) = source, output != graph.output,
      let position = graph.steps.firstIndex(where: { $0.output == output }),
      graph.steps[position].operation is Kind,
      graph.steps[position].fusion == PlanGraph.Fusion(), graph.steps[position].block == nil,
      graph.consumers(of: output).count == readers
    else { return nil }
    positions.insert(position)
    return graph.steps[position]
  }

  /// A 1x1 or depthwise convolution with bias.
  mutating func convolution(
    _ source: Network.Source, isDepthwise: Bool = false
  ) -> (source: Network.Source, names: (weight: String, bias: String))? {
    guard let step = step(source, Convolution.self), step.inputs.count == 3,
      case .parameter(let weight) = step.inputs[1], case .parameter(let bias) = step.inputs[2],
      graph.convolutionForm(step) == (isDepthwise ? .depthwise : .pointwise)
    else { return nil }
    return (step.inputs[0], (weight, bias))
  }

  /// A centred normalisation with scale and shift.
  mutating func normalization(
    _ source: Network.Source
  ) -> (source: Network.Source, names: (weight: String, bias: String), epsilon: Float)? {
    guard let step = step(source, LayerNormalization.self), step.inputs.count == 3,
      let operation = step.operation as? LayerNormalization, operation.centered,
      case .parameter(let weight) = step.inputs[1], case .parameter(let bias) = step.inputs[2]
    else { return nil }
    return (step.inputs[0], (weight, bias), operation.epsilon)
  }

  /// A 1x1 convolution times a learned factor a channel.
  mutating func branch(
    _ source: Network.Source
  ) -> (source: Network.Source, names: (weight: String, bias: String), factor: String)? {
    guard let scale = step(source, Scale.self), case .parameter(let factor) = scale.inputs[1],
      graph.network.shape(of: scale.inputs[1]).batch == 1,
      graph.network.shape(of: scale.inputs[1]).count == scale.shape.channels,
      let convolution = convolution(scale.inputs[0])
    else { return nil }
    return (convolution.source, convolution.names, factor)
  }
}
