import Architectures
import Kernels
import Networks
import Tensors

/// What `bench` times and `plan` explains: one network, compiled for one shape and one direction.
struct BenchWork {
  enum Mode: String, CaseIterable, Sendable {
    /// One forward pass.
    case infer
    /// One step of training: forward, loss, backward, optimizer, weights packed again.
    case train
  }

  let architecture: any Architecture
  let mode: Mode
  /// The network, for the images that are in memory at once.
  let network: Network
  let plan: CPUPlan
  /// The images of one run.
  let batch: Int

  /// Compiles the work; `microBatch` images of the batch are in memory at once, or all of them.
  ///
  /// - Throws: ``UsageError`` for an unknown architecture, and for a size that it cannot take.
  init(
    _ specification: String, mode: Mode, size: Int, batch: Int, microBatch: Int?,
    backend: CPUBackend
  ) throws {
    self.mode = mode
    self.batch = batch
    try Preflight.check(microBatch: microBatch, batch: batch)
    guard microBatch == nil || mode == .train else {
      throw UsageError("--micro-batch is for --mode train: inference keeps nothing of an image")
    }
    do {
      architecture = try Architectures.make(specification)
    } catch {
      throw UsageError("--architecture \(specification): \(error)")
    }
    let channels = architecture.channels
    guard size > 0, batch > 0, size <= 1 << 15,
      batch.multipliedReportingOverflow(by: size * size * channels).overflow == false,
      batch * size * size * channels <= 1 << 31
    else {
      throw UsageError(
        "--size \(size) --batch \(batch): give numbers above 0 whose batch holds at most 2^31 values"
      )
    }
    let alignment = try Preflight.alignment(of: architecture)
    guard size.isMultiple(of: alignment) else {
      throw UsageError(
        "--size \(size): \(architecture.specification) halves its input, so give a multiple of \(alignment)"
      )
    }
    network = try architecture.network(
      input: Shape(microBatch ?? batch, channels, size, size))
    plan = try backend.compile(network, differentiates: mode == .train)
  }

  /// The memory of the work in bytes, computed beforehand: the plan's, the caller's weights, input and output, and for
  /// training the target and the optimizer's two moments.
  var peakBytes: Int {
    let images =
      (network.inputShape.count + network.outputShape.count) * (batch / network.inputShape.batch)
    let copies = mode == .train ? 3 : 1
    return plan.peakBytes
      + 4 * (copies * network.parameterCount + (mode == .train ? 2 : 1) * images)
  }

  /// Floating-point operations of one run, nominal: two for each multiply-accumulate of direct convolution, threefold where
  /// gradients of data and weights follow.
  var operations: Double {
    let shape = network.inputShape
    return 2 * network.multiplyAccumulates * Double(batch * shape.height * shape.width)
      * (mode == .train ? 3 : 1)
  }
}
