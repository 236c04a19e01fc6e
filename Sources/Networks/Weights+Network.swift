import Tensors

extension Weights {
  /// Draws a network's starting weights; each depends only on the seed and the parameter's name and shape.
  ///
  /// The normal numbers are sums of twelve uniform ones, which needs no mathematical library: every machine draws the same
  /// bits.
  public init(initializing network: Network, seed: UInt64) {
    self.init(
      network.parameters.map { parameter in
        switch parameter.initialization {
        case .constant(let value):
          return (parameter.name, Tensor(repeating: value, parameter.shape))
        case .heNormal(let fanIn, let gain):
          let deviation = gain * (2 / Float(max(1, fanIn))).squareRoot()
          var generator = NormalGenerator(seed: seed, name: parameter.name)
          let scalars = (0..<parameter.shape.count).map { _ in deviation * generator.next() }
          return (parameter.name, Tensor(parameter.shape, scalars))
        }
      })
  }

  /// Zeros in the form of a network's parameters.
  public init(zerosFor network: Network) {
    self.init(network.parameters.map { ($0.name, Tensor($0.shape)) })
  }

  /// Checks that these weights are the network's: every parameter there, of the right shape, and nothing else.
  ///
  /// A surplus weight is an error too, because it means that the file belongs to another architecture.
  public func check(against network: Network) throws {
    for parameter in network.parameters {
      let shape = try tensor(named: parameter.name).shape
      guard shape == parameter.shape else {
        throw WeightMismatch(
          "the weight '\(parameter.name)' has shape \(shape); the network needs \(parameter.shape)")
      }
    }
    guard names.count > network.parameters.count else { return }
    let known = Set(network.parameters.map(\.name))
    let surplus = names.filter { !known.contains($0) }
    throw WeightMismatch(
      "the network has no parameter for \(surplus.count) weights, the first '\(surplus[0])'; "
        + "give the architecture that the weights were trained with")
  }
}

/// Weights that do not fit the network.
public struct WeightMismatch: Error, Equatable, CustomStringConvertible {
  public var description: String

  /// Creates the error from a sentence.
  public init(_ description: String) { self.description = description }
}
