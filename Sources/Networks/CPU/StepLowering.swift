internal import Kernels
internal import Tensors

/// Chooses a compiled step for each step of a graph.
struct StepLowering {
  let input: PlanValue
  private let graph: PlanGraph
  private let context: KernelContext
  private let store: ParameterStore
  private let differentiates: Bool
  private var values: [Network.Source: PlanValue] = [:]
  private var steps: [any CPUStep] = []
  /// The scratch that the workers of each step share, in scalars.
  private(set) var sharedScratch: [Int] = []
  private var views: Set<ObjectIdentifier> = []

  init(
    _ graph: PlanGraph, context: KernelContext, store: ParameterStore, differentiates: Bool
  ) {
    self.graph = graph
    self.context = context
    self.store = store
    self.differentiates = differentiates
    input = PlanValue(graph.network.inputShape)
    values[.input] = input
  }

  /// The value that a step of the network makes, after lowering.
  func value(of step: Int) -> PlanValue? { values[.step(step)] }

  /// Lowers every step, in order.
  mutating func lower() -> [any CPUStep] {
    for (position, step) in graph.steps.enumerated() {
      let output = PlanValue(step.shape)
      let compiled = lower(step, at: position, output: output)
      append(compiled, sharedScratch: context.takeShared())
      values[.step(step.output)] = output
    }
    return steps
  }

  private mutating func lower(
    _ step: PlanGraph.Step, at position: Int, output: PlanValue
  ) -> any CPUStep {
    if let block = step.block {
      return GatedBlockStep(
        block, value(step.inputs[0]), output: output, store: store, context,
        differentiates: differentiates)
    }
    if graph.convolutionForm(step) != nil { return convolution(step, output: output) }
    switch step.operation {
    case is Add, is Subtract:
      let isAdd = step.operation is Add
      return CombinationStep(
        isAdd ? "add" : "subtract", value(step.inputs[0]), value(step.inputs[1]),
        factor: isAdd ? 1 : -1, output: output, context)
    case is ReLU:
      return RectificationStep(value(step.inputs[0]), output: output, context)
    case is Scale:
      if graph.network.shape(of: step.inputs[1]) == step.shape {
        return ProductStep(
          value(step.inputs[0]), value(step.inputs[1]), output: output, context)
      }
      if !output.isPlanar {
        return ChannelScaleStep(
          value(step.inputs[0]), factors: value(step.inputs[1]), output: output, context)
      }
    case is SimpleGate:
      if step.shape.channels.isMultiple(of: 16) {
        return GateStep(value(step.inputs[0]), output: output, context)
      }
    case is GlobalAveragePool:
      if !output.isPlanar { return GlobalPoolStep(value(step.inputs[0]), output: output, context) }
    case is MaxPool:
      if !output.isPlanar {
        return MaximumPoolStep(value(step.inputs[0]), output: output, context)
      }
    case let operation as LayerNormalization:
      if !output.isPlanar, case .parameter(let weight) = step.inputs[1] {
        let bias = step.inputs.count == 3 ? parameter(step.inputs[2]) : nil
        if step.inputs.count == 2 || bias != nil {
          return NormalizationStep(
            operation, value(step.inputs[0]), weight: weight, bias: bias, output: output,
            store: store, context)
        }
      }
    case is Concatenate:
      let (first, second) = (value(step.inputs[0]), value(step.inputs[1]))
      if first.shape.channels.isMultiple(of: 16), !second.isPlanar {
        let isView = canBeParts(step, at: position, first, second)
        if isView { views.formUnion([ObjectIdentifier(first), ObjectIdentifier(second)]) }
        return ConcatenationStep(first, second, output: output, isView: isView, context)
      }
    default: break
    }
    return reference(step, output: output)
  }

  /// Whether a concatenation's inputs can live inside its output: each made by a step, in no other concatenation, and with
  /// no reader after this one, whose gradient would come before this one's.
  private func canBeParts(
    _ step: PlanGraph.Step, at position: Int, _ first: PlanValue, _ second: PlanValue
  ) -> Bool {
    guard first !== second, step.inputs[0] != .input, step.inputs[1] != .input else { return false }
    for (value, source) in zip([first, second], step.inputs) {
      if views.contains(ObjectIdentifier(value)) { return false }
      guard case .step(let producer) = source, producer != graph.output else { return false }
      // The value's own parts, if any, would have to move too.
      if steps.contains(where: { $0 is ConcatenationStep && $0.output === value }) { return false }
      if graph.consumers(of: producer).contains(where: { $0 > position }) { return false }
    }
    return true
  }

  private mutating func convolution(
    _ step: PlanGraph.Step, output: PlanValue
  ) -> any CPUStep {
    let source = value(step.inputs[0])
    let residual = step.fusion.residual.map { value($0) }
    let weight = parameter(step.inputs[1]) ?? ""
    let shape = graph.network.shape(of: step.inputs[1])
    output.isRectified = step.fusion.rectifies
    let (kernel, name) = kernel(step, source.shape, shape)
    return ConvolutionStep(
      describe(name, step.fusion), context: context, store: store, kernel: kernel,
      fusion: step.fusion, source: source, residual: residual, output: output, weight: weight,
      weightCount: shape.count, bias: step.inputs.count == 3 ? parameter(step.inputs[2]) : nil)
  }

  private func describe(_ name: String, _ fusion: PlanGraph.Fusion) -> String {
    name + (fusion.scale == nil ? "" : "+scale") + (fusion.residual == nil ? "" : "+residual")
      + (fusion.rectifies ? "+relu" : "") + (fusion.shuffles ? "+pixel-shuffle" : "")
  }

  private func kernel(
    _ step: PlanGraph.Step, _ source: Shape, _ weights: Shape
  ) -> (any ConvolutionKernel, String) {
    let batch = source.batch
    let geometry = WeightGeometry.convolution(
      inputs: source.channels, outputs: weights[0], taps: weights[2] * weights[3])
    func pointwise(_ form: PointwiseKernel.Form, _ geometry: WeightGeometry) -> PointwiseKernel {
      let step = form == .reducing ? 2 : 1
      return PointwiseKernel(
        context, form: form, geometry: geometry, batch: batch, gridHeight: source.height / step,
        gridWidth: source.width / step, differentiates: differentiates)
    }
    switch graph.convolutionForm(step) {
    case .winograd, nil:
      return (
        WinogradKernel(
          context, geometry: geometry, batch: batch, height: source.height, width: source.width,
          differentiates: differentiates), "convolution 3x3 (winograd)"
      )
    case .pointwise:
      if step.fusion.shuffles {
        let shuffled = WeightGeometry.shuffled(inputs: source.channels, outputs: weights[0] / 4)
        return (pointwise(.enlarging, shuffled), "convolution 1x1")
      }
      return (pointwise(.plain, geometry), "convolution 1x1")
    case .reducing: return (pointwise(.reducing, geometry), "convolution 2x2, stride 2")
    case .enlarging:
      let transposed = WeightGeometry.transposed(inputs: source.channels, outputs: weights[1])
      return (pointwise(.enlarging, transposed), "transposed convolution 2x2")
    case .planar:
      return (
        PlanarKernel(
          context, geometry: geometry, batch: batch, height: source.height, width: source.width),
        "convolution \(weights[2])x\(weights[2]) (planar)"
      )
    case .depthwise:
      return (
        DepthwiseKernel(
          context, channels: source.channels, batch: batch, height: source.height,
          width: source.width),
        "convolution 3x3 (depthwise)"
      )
    }
  }

  private mutating func reference(_ step: PlanGraph.Step, output: PlanValue) -> any CPUStep {
    let operands = step.inputs.map { source in
      if case .parameter(let name) = source {
        return ReferenceStep.Operand.parameter(name, graph.network.shape(of: source))
      }
      return ReferenceStep.Operand.value(value(source))
    }
    return ReferenceStep(
      "\(type(of: step.operation).id) (reference)", operation: step.operation,
      operands: operands, output: output, store: store)
  }

  /// The value behind a source; a parameter that is used as an image becomes one.
  private mutating func value(_ source: Network.Source) -> PlanValue {
    if let value = values[source] { return value }
    let value = PlanValue(graph.network.shape(of: source))
    if case .parameter(let name) = source {
      append(ParameterStep(name, output: value, store: store), sharedScratch: 0)
    }
    values[source] = value
    return value
  }

  private mutating func append(_ step: any CPUStep, sharedScratch scalars: Int) {
    steps.append(step)
    sharedScratch.append(scalars)
  }

  private func parameter(_ source: Network.Source) -> String? {
    if case .parameter(let name) = source { name } else { nil }
  }
}
