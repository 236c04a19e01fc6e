import Tensors

/// The reordering of channels that turns PyTorch's pixel shuffle into ONNX's older `DepthToSpace`.
///
/// PyTorch reads channel `c * 4 + block` (ONNX mode `CRD`), which some mobile runtimes lack; all have `DCR`, which reads
/// `block * C + c`. Where a convolution makes the channels, storing its rows in the other order gives the same output.
enum ShuffledChannels {
  /// The pixel shuffles whose channels come from a convolution of their own: step index to that convolution's parameters.
  static func find(in network: Network) -> [Int: [String]] {
    var uses: [Network.Source: Int] = [:]
    for step in network.steps {
      for source in step.inputs { uses[source, default: 0] += 1 }
    }
    var result: [Int: [String]] = [:]
    for (index, step) in network.steps.enumerated() {
      guard step.operation is PixelShuffle, case .step(let producer) = step.inputs[0],
        uses[.step(producer)] == 1,
        let convolution = network.steps[producer].operation as? Convolution,
        convolution.groups == 1
      else { continue }
      var names: [String] = []
      for source in network.steps[producer].inputs.dropFirst() {
        if case .parameter(let name) = source, uses[source] == 1 { names.append(name) }
      }
      if names.count == network.steps[producer].inputs.count - 1 { result[index] = names }
    }
    return result
  }

  /// Moves rows from channel-first (`c * 4 + block`) to block-first (`block * C + c`) order.
  static func blocksFirst(_ scalars: [Float], channels: Int) -> [Float] {
    reordered(scalars, channels: channels) { $0 % (channels / 4) * 4 + $0 / (channels / 4) }
  }

  /// Undoes ``blocksFirst(_:channels:)``.
  static func channelsFirst(_ scalars: [Float], channels: Int) -> [Float] {
    reordered(scalars, channels: channels) { $0 % 4 * (channels / 4) + $0 / 4 }
  }

  private static func reordered(
    _ scalars: [Float], channels: Int, _ source: (Int) -> Int
  ) -> [Float] {
    let row = scalars.count / channels
    return (0..<channels).flatMap { scalars[(source($0) * row)..<((source($0) + 1) * row)] }
  }
}
