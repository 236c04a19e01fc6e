internal import KernelTable
internal import Kernels
internal import Tensors

/// Normalisation of each pixel over its channels, of a blocked image.
final class NormalizationStep: CPUStep {
  let name = "layer-normalization"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge()]
  private let context: KernelContext
  private let store: ParameterStore
  private let operation: LayerNormalization
  private let weight: String
  private let bias: String?
  private let padded: AlignedMemory
  private let statistics: PlanBuffer
  private static let pixelsPerPart = 512

  init(
    _ operation: LayerNormalization, _ source: PlanValue, weight: String, bias: String?,
    output: PlanValue, store: ParameterStore, _ context: KernelContext
  ) {
    self.operation = operation
    inputs = [source]
    self.output = output
    self.store = store
    self.context = context
    self.weight = weight
    self.bias = bias
    padded = AlignedMemory(scalars: 32 * source.blocks)
    statistics = PlanBuffer(scalars: source.shape.batch * source.pixels * 2)
    context.reserve(
      shared: chunks * 32 * source.blocks)
  }

  /// Partial sums of the weights' gradients: a fixed number for a shape, whatever the threads.
  private var chunks: Int { output.shape.batch * max(1, min(8, output.pixels / 4096)) }

  var learns: Bool { true }
  var activationsForBackward: [PlanValue] { inputs }
  var keptBuffers: [PlanBuffer] { [statistics] }
  var packedScalars: Int { padded.scalars }

  func load() {
    let channels = output.shape.channels
    padded.pointer.update(from: store.value(weight), count: channels)
    if let bias {
      (padded.pointer + 16 * output.blocks).update(from: store.value(bias), count: channels)
    }
  }

  func forward() {
    guard let statistics = statistics.pointer else { return }
    let task = NormalizationTask(
      source: inputs[0].image.blocked, destination: output.image.blocked,
      channels: output.shape.channels, epsilon: operation.epsilon, centered: operation.centered,
      scale: padded.pointer, shift: bias == nil ? nil : padded.pointer + 16 * output.blocks,
      statistics: statistics)
    let pixels = output.pixels
    let parts = (pixels + Self.pixelsPerPart - 1) / Self.pixelsPerPart
    withUnsafePointer(to: task) { task in
      context.run(output.shape.batch * parts) { index, _ in
        let first = index % parts * Self.pixelsPerPart
        context.kernels.normalize(
          task, index / parts, first, min(Self.pixelsPerPart, pixels - first))
      }
    }
  }

  func backward() {
    guard let statistics = statistics.pointer else { return }
    // Where nobody wants the source's gradient it still needs a place: the output's gradient, which is done with.
    let target = edges[0].isNeeded ? inputs[0].gradientImage : output.gradientImage
    let task = NormalizationGradientTask(
      source: inputs[0].image.blocked, gradient: output.gradientImage.blocked,
      sourceGradient: target.blocked, channels: output.shape.channels,
      centered: operation.centered, scale: padded.pointer, statistics: statistics,
      accumulates: edges[0].isNeeded && edges[0].accumulates)
    let (pixels, count) = (output.pixels, 32 * output.blocks)
    let perEntry = chunks / output.shape.batch
    let shared = context.shared
    withUnsafePointer(to: task) { task in
      context.run(chunks) { chunk, _ in
        let sums = shared + chunk * count
        sums.update(repeating: 0, count: count)
        let part = chunk % perEntry
        let first = pixels * part / perEntry
        context.kernels.normalizeGradient(
          task, chunk / perEntry, first, pixels * (part + 1) / perEntry - first, sums)
      }
    }
    context.kernels.sumParts(shared, shared, count, chunks, count)
    for channel in 0..<output.shape.channels {
      store.gradient(weight)[channel] += shared[channel]
      if let bias {
        store.gradient(bias)[channel] += shared[16 * output.blocks + channel]
      }
    }
  }
}
