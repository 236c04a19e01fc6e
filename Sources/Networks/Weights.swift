public import Tensors

/// The numbers that a network learned, by parameter name, in the network's order.
public struct Weights: Equatable, Sendable {
  public private(set) var names: [String]
  private var tensors: [String: Tensor]

  /// Creates weights from named tensors; a repeated name is a programmer's mistake.
  public init(_ entries: [(name: String, tensor: Tensor)]) {
    names = entries.map(\.name)
    tensors = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.tensor) })
  }

  public func tensor(named name: String) throws(MissingWeight) -> Tensor {
    guard let tensor = tensors[name] else {
      throw MissingWeight(name: name, available: names)
    }
    return tensor
  }

  public subscript(_ name: String) -> Tensor? {
    get { tensors[name] }
    set {
      if tensors[name] == nil, newValue != nil { names.append(name) }
      if newValue == nil { names.removeAll { $0 == name } }
      tensors[name] = newValue
    }
  }

  public var scalarCount: Int { tensors.values.reduce(0) { $0 + $1.shape.count } }
}

/// A parameter that the network needs and the weights lack.
public struct MissingWeight: Error, Equatable, CustomStringConvertible {
  public var name: String
  public var available: [String]

  public init(name: String, available: [String]) {
    self.name = name
    self.available = available
  }

  public var description: String {
    let shown = available.prefix(8).joined(separator: ", ")
    return "no weight named '\(name)'; the file has \(available.count): \(shown)"
      + (available.count > 8 ? ", ..." : "")
  }
}
