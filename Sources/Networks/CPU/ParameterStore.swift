internal import KernelTable
internal import Kernels
internal import Tensors

/// A plan's copy of the parameters, and their gradients, each in one stretch of memory.
final class ParameterStore {
  private let parameters: [Network.Parameter]
  private let offsets: [String: Int]
  private let values: AlignedMemory
  private let gradients: AlignedMemory?

  init(_ network: Network, differentiates: Bool) {
    parameters = network.parameters
    var offsets: [String: Int] = [:]
    var count = 0
    for parameter in parameters {
      offsets[parameter.name] = count
      count += roundUp(parameter.shape.count, to: 16)
    }
    self.offsets = offsets
    values = AlignedMemory(scalars: count)
    gradients = differentiates ? AlignedMemory(scalars: count) : nil
  }

  /// The float32 scalars held.
  var scalars: Int { values.scalars + (gradients?.scalars ?? 0) }

  /// Copies weights in.
  func load(_ weights: Weights) throws {
    for parameter in parameters {
      let tensor = try weights.tensor(named: parameter.name)
      tensor.scalars.withUnsafeBufferPointer { source in
        guard let base = source.baseAddress else { return }
        Parallel.copy(base, to: value(parameter.name), count: source.count)
      }
    }
  }

  /// The first scalar of a parameter.
  func value(_ name: String) -> Floats { values.pointer + offset(name) }

  /// The first scalar of a parameter's gradient.
  func gradient(_ name: String) -> Floats {
    guard let gradients else { preconditionFailure("made for inference only") }
    return gradients.pointer + offset(name)
  }

  func clearGradients() {
    if let gradients { Parallel.clear(gradients.pointer, count: gradients.scalars) }
  }

  /// A parameter's gradient, or the error that there is no such parameter.
  func gradient(named name: String) throws -> UnsafeMutableBufferPointer<Float> {
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      throw MissingWeight(name: name, available: parameters.map(\.name))
    }
    return UnsafeMutableBufferPointer(start: gradient(name), count: parameter.shape.count)
  }

  /// A parameter as a tensor.
  func tensor(_ name: String, _ shape: Shape) -> Tensor { tensor(at: value(name), shape) }

  private func tensor(at pointer: Floats, _ shape: Shape) -> Tensor {
    Tensor(
      shape,
      Array(unsafeUninitializedCapacity: shape.count) { buffer, count in
        if let base = buffer.baseAddress {
          Parallel.copy(pointer, to: base, count: shape.count)
          count = shape.count
        }
      })
  }

  private func offset(_ name: String) -> Int {
    guard let offset = offsets[name] else { preconditionFailure("no parameter '\(name)'") }
    return offset
  }
}
