internal import KernelTable
internal import Kernels
internal import Tensors

/// Any operation, by its own reference arithmetic: the tensors leave the plan's layout and come back.
final class ReferenceStep: CPUStep {
  /// Where an operand comes from.
  enum Operand {
    case value(PlanValue)
    case parameter(String, Shape)
  }

  let name: String
  let inputs: [PlanValue]
  let output: PlanValue
  var edges: [GradientEdge]
  private let operation: any Operator
  private let operands: [Operand]
  private let store: ParameterStore

  init(
    _ name: String, operation: any Operator, operands: [Operand], output: PlanValue,
    store: ParameterStore
  ) {
    self.name = name
    self.operation = operation
    self.operands = operands
    self.output = output
    self.store = store
    inputs = operands.compactMap { if case .value(let value) = $0 { value } else { nil } }
    edges = inputs.map { _ in GradientEdge() }
  }

  var learns: Bool { inputs.count < operands.count }
  var activationsForBackward: [PlanValue] { inputs + [output] }

  func forward() { output.write(operation.forward(tensors())) }

  func backward() {
    let gradient = Tensor(reading: output.gradientImage, output.shape)
    let parts = operation.backward(
      gradient, inputs: tensors(), output: Tensor(reading: output.image, output.shape))
    var input = 0
    for (operand, part) in zip(operands, parts) {
      switch operand {
      case .value(let value):
        let edge = edges[input]
        input += 1
        guard edge.isNeeded else { continue }
        var sum = part
        if edge.accumulates {
          let old = Tensor(reading: value.gradientImage, value.shape)
          for i in sum.scalars.indices { sum.scalars[i] += old.scalars[i] }
        }
        value.writeGradient(sum)
      case .parameter(let name, _):
        let target = store.gradient(name)
        for (i, scalar) in part.scalars.enumerated() { target[i] += scalar }
      }
    }
  }

  private func tensors() -> [Tensor] {
    operands.map { operand in
      switch operand {
      case .value(let value): Tensor(reading: value.image, value.shape)
      case .parameter(let name, let shape): store.tensor(name, shape)
      }
    }
  }
}

/// A parameter that is used as an image: it is copied into the plan's layout, and its gradient back.
final class ParameterStep: CPUStep {
  let name: String
  let inputs: [PlanValue] = []
  let output: PlanValue
  var edges: [GradientEdge] = []
  private let store: ParameterStore
  private let parameter: String

  init(_ parameter: String, output: PlanValue, store: ParameterStore) {
    name = "parameter \(parameter)"
    self.parameter = parameter
    self.output = output
    self.store = store
  }

  var learns: Bool { true }

  func forward() {
    output.image.write(store.value(parameter), channels: output.shape.channels)
  }

  func backward() {
    output.gradientImage.read(
      into: store.gradient(parameter), channels: output.shape.channels, accumulates: true)
  }
}

extension Tensor {
  /// Copies an image out of a plan's layout.
  init(reading image: Image, _ shape: Shape) {
    self.init(
      shape,
      [Float](unsafeUninitializedCapacity: shape.count) { buffer, count in
        if let base = buffer.baseAddress { image.read(into: base, channels: shape.channels) }
        count = shape.count
      })
  }
}

extension PlanValue {
  /// Copies a tensor into the activation.
  func write(_ tensor: Tensor) { write(tensor, to: image) }
  /// Copies a tensor into the gradient.
  func writeGradient(_ tensor: Tensor) { write(tensor, to: gradientImage) }

  private func write(_ tensor: Tensor, to image: Image) {
    tensor.scalars.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { image.write(base, channels: shape.channels) }
    }
  }
}
