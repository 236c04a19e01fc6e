public import Tensors

/// The numbers that a network learned, by parameter name, in the network's order.
///
/// Gradients, optimizer moments and averages have the same form, and so are weights too.
public struct Weights: Equatable, Sendable {
  /// The parameters' names, in order.
  public private(set) var names: [String]
  /// The parameters' values, in the order of ``names``.
  public private(set) var tensors: [Tensor]
  private var positions: [String: Int]

  /// Creates weights from named tensors; a repeated name is a programmer's mistake.
  public init(_ entries: [(name: String, tensor: Tensor)] = []) {
    names = entries.map(\.name)
    tensors = entries.map(\.tensor)
    positions = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
  }

  /// Returns the tensor of that name, or says which names there are.
  public func tensor(named name: String) throws(MissingWeight) -> Tensor {
    guard let position = positions[name] else {
      throw MissingWeight(name: name, available: names)
    }
    return tensors[position]
  }

  /// The tensor of that name; assigning to a new name appends it, assigning `nil` removes it.
  public subscript(_ name: String) -> Tensor? {
    get { positions[name].map { tensors[$0] } }
    set {
      switch (positions[name], newValue) {
      case (let position?, let tensor?): tensors[position] = tensor
      case (nil, let tensor?):
        positions[name] = names.count
        names.append(name)
        tensors.append(tensor)
      case (let position?, nil):
        names.remove(at: position)
        tensors.remove(at: position)
        positions = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
      case (nil, nil): break
      }
    }
  }

  /// The number of scalars in all tensors.
  public var scalarCount: Int { tensors.reduce(0) { $0 + $1.shape.count } }

  /// The scalars of the tensor at a position of ``names``, changed in place without a copy.
  package subscript(scalarsAt position: Int) -> [Float] {
    get { tensors[position].scalars }
    _modify { yield &tensors[position].scalars }
  }
}

/// A parameter that the network needs and the weights lack.
public struct MissingWeight: Error, Equatable, CustomStringConvertible {
  /// The name that was sought.
  public var name: String
  /// The names that there are.
  public var available: [String]

  /// Creates the error.
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
