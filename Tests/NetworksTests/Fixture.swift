import Foundation
import Networks
import Tensors
import TestSupport

/// Numbers that PyTorch made, from `references/networks`; `make.py` there says how.
struct Fixture {
  let tensors: Weights
  let metadata: [String: String]

  init(_ name: String) throws {
    (tensors, metadata) = try SafeTensors.read(Self.path(name))
  }

  static func path(_ name: String) -> String {
    Repository.root.appending(path: "references/networks/\(name).safetensors").path()
  }

  subscript(_ name: String) -> Tensor {
    get throws { try tensors.tensor(named: name) }
  }

  /// The tensors whose names begin with a prefix, without it.
  func group(_ prefix: String) -> Weights {
    Weights(
      zip(tensors.names, tensors.tensors).filter { $0.0.hasPrefix(prefix) }
        .map { (String($0.dropFirst(prefix.count)), $1) })
  }
}

/// Whether two tensors agree to a fraction of the expected one's largest value.
func agree(_ actual: Tensor, _ expected: Tensor, within fraction: Float) -> Bool {
  actual.shape == expected.shape
    && actual.largestDifference(from: expected)
      <= fraction * max(expected.largestMagnitude, 1e-3)
}
