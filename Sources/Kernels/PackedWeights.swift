internal import KernelTable

/// A convolution's weights in the order in which its kernels read them.
///
/// A plan for inference packs them once. A plan that learns gets other weights with every step and needs each direction
/// once: it packs them into the shared scratch just before, where they are still in a cache when they are read.
final class PackedWeights {
  /// Packs weights for the forward pass, or for the data gradient.
  typealias Packing = (_ weights: Floats, _ backward: Bool, _ result: Floats) -> Void

  /// The scalars of one direction's packed weights.
  let scalars: Int
  /// The scalars at the start of the shared scratch that packed weights take.
  let sharedScalars: Int
  private let context: KernelContext
  private let differentiates: Bool
  private let kept: AlignedMemory?
  private let pack: Packing
  private var weights: Floats?

  /// Prepares for weights of so many packed scalars.
  ///
  /// `keeps` holds both directions' weights all the time: for a kernel whose caller uses the shared scratch itself.
  init(
    _ context: KernelContext, scalars: Int, differentiates: Bool, keeps: Bool = false,
    pack: @escaping Packing
  ) {
    self.context = context
    self.scalars = scalars
    self.differentiates = differentiates
    self.pack = pack
    let keeps = keeps || !differentiates
    sharedScalars = keeps ? 0 : scalars
    kept = keeps ? AlignedMemory(scalars: differentiates ? 2 * scalars : scalars) : nil
  }

  /// The scalars held all the time.
  var keptScalars: Int { kept?.scalars ?? 0 }

  /// Takes new weights; where they are packed later, they must stay where they are until the step is over.
  func load(_ weights: Floats) {
    self.weights = weights
    guard let kept else { return }
    pack(weights, false, kept.pointer)
    if differentiates { pack(weights, true, kept.pointer + scalars) }
  }

  /// The weights for the forward pass.
  func forward() -> Floats { kept?.pointer ?? packed(backward: false) }

  /// The weights for the data gradient.
  func backward() -> Floats {
    guard differentiates else { preconditionFailure("made for inference only") }
    return kept.map { $0.pointer + scalars } ?? packed(backward: true)
  }

  private func packed(backward: Bool) -> Floats {
    guard let weights else { preconditionFailure("used before weights were loaded") }
    pack(weights, backward, context.shared)
    return context.shared
  }
}
