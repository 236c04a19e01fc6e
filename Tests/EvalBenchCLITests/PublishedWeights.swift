import Foundation
import Networks
import Tensors
import TestSupport
import Testing

/// Weights that PyTorch saved, with what PyTorch computes from them; `references/networks/make.py` made both.
struct PublishedWeights: CustomTestStringConvertible, Sendable {
  let specification: String
  let weights: Weights
  /// A frame of 16 x 16 and the network's output for it.
  let input: [Float]
  let output: [Float]

  var testDescription: String { specification }

  init(number: Int) throws {
    let path = Repository.root.appending(path: "references/networks/architecture-\(number)")
    let (tensors, metadata) = try SafeTensors.read(path.path() + ".safetensors")
    specification = metadata["specification"] ?? ""
    let prefix = "weight/"
    weights = Weights(
      zip(tensors.names, tensors.tensors).filter { $0.0.hasPrefix(prefix) }
        .map { (String($0.0.dropFirst(prefix.count)), $0.1) })
    // The records are of two frames; the first is enough.
    input = Array(try tensors.tensor(named: "input").scalars.prefix(256))
    output = Array(try tensors.tensor(named: "output").scalars.prefix(256))
  }

  /// The architectures of one plane that look a finite way, and one with global pooling.
  static var dncnn: PublishedWeights { get throws { try PublishedWeights(number: 0) } }
  static var unet: PublishedWeights { get throws { try PublishedWeights(number: 2) } }
  static var nafnet: PublishedWeights { get throws { try PublishedWeights(number: 4) } }

  /// Writes the weights as PyTorch's library does: without metadata.
  func write(to path: String) throws {
    try SafeTensors.write(weights, metadata: [:], to: path)
  }
}
