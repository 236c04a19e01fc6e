internal import KernelTable
internal import Kernels
import Tensors

/// Adam with decoupled weight decay.
///
/// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019, https://arxiv.org/abs/1711.05101, algorithm 2, in
/// PyTorch's order of operations.
public struct AdamW: Sendable {
  /// The decay of the running mean of gradients.
  public var firstDecay: Double
  /// The decay of the running mean of squared gradients.
  public var secondDecay: Double
  /// Added to the root of the second moment.
  public var epsilon: Double
  /// The fraction of each weight, times the learning rate, that a step takes away.
  public var weightDecay: Double
  /// What the optimizer remembers between steps.
  public var state: AdamWState

  /// Creates an optimizer that has made no step; the defaults are PyTorch's.
  public init(
    for network: Network, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) {
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    state = AdamWState(for: Weights(zerosFor: network))
  }

  /// Creates an optimizer that goes on from a saved state.
  public init(
    state: AdamWState, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) {
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.state = state
  }

  /// Makes one step against a plan's gradients.
  public mutating func update(
    _ weights: inout Weights, gradientsOf plan: any TrainingPlan, learningRate: Double
  ) throws {
    state.step += 1
    let step = AdamStep(
      decay: Float(1 - learningRate * weightDecay),
      firstShare: Float(1 - firstDecay), second: Float(secondDecay),
      secondShare: Float(1 - secondDecay), epsilon: Float(epsilon),
      size: Float(learningRate / (1 - power(firstDecay, state.step))),
      secondCorrection: Float((1 - power(secondDecay, state.step)).squareRoot()))
    for (position, name) in weights.names.enumerated() {
      guard state.first.names.indices.contains(position), state.first.names[position] == name else {
        throw MissingWeight(name: name, available: state.first.names)
      }
      try plan.withGradient(of: name) { gradient in
        Self.apply(
          step, gradient, to: &weights[scalarsAt: position],
          first: &state.first[scalarsAt: position], second: &state.second[scalarsAt: position])
      }
    }
  }

  /// Makes the step on one tensor, a piece at a time on all threads.
  private static func apply(
    _ step: AdamStep, _ gradient: UnsafeMutableBufferPointer<Float>, to weights: inout [Float],
    first: inout [Float], second: inout [Float]
  ) {
    let count = weights.count
    precondition(
      gradient.count == count && first.count == count && second.count == count,
      "\(gradient.count) gradients for \(count) weights")
    let kernels = CPULevel.current.kernels
    let piece = 32768
    weights.withUnsafeMutableBufferPointer { weights in
      first.withUnsafeMutableBufferPointer { first in
        second.withUnsafeMutableBufferPointer { second in
          guard let g = gradient.baseAddress, let w = weights.baseAddress,
            let m = first.baseAddress, let v = second.baseAddress
          else { return }
          withUnsafePointer(to: step) { step in
            Parallel.run((count + piece - 1) / piece) { index, _ in
              let from = index * piece
              kernels.adam(step, w + from, g + from, m + from, v + from, min(piece, count - from))
            }
          }
        }
      }
    }
  }

  /// A whole power by repeated squaring, the same bits on every machine.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
