internal import KernelTable
internal import Kernels
internal import Tensors

/// The mean of each channel over the frame, of a blocked image.
final class GlobalPoolStep: CPUStep {
  let name = "global-average-pool"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge()]
  private let context: KernelContext
  private let sums: PlanBuffer

  init(_ source: PlanValue, output: PlanValue, _ context: KernelContext) {
    inputs = [source]
    self.output = output
    self.context = context
    sums = PlanBuffer(scalars: source.shape.batch * source.blocks * source.partsPerBlock * 16)
  }

  var keptBuffers: [PlanBuffer] { [sums] }

  func forward() {
    guard let parts = sums.pointer else { return }
    let (source, target, value) = (inputs[0].image, output.image, inputs[0])
    value.forEachPart(context) { index, entry, block, first, count in
      context.kernels.sumChannels(parts + index * 16, source.vectors(entry, block, first), count)
    }
    // Sums of at most 2,048 pixels are exact enough in float32; the sum of those is not.
    let perBlock = value.partsPerBlock
    for entry in 0..<value.shape.batch {
      for block in 0..<value.blocks {
        for lane in 0..<16 {
          var sum = 0.0
          for part in 0..<perBlock {
            sum += Double(parts[((entry * value.blocks + block) * perBlock + part) * 16 + lane])
          }
          target.vectors(entry, block, 0)[lane] = Float(sum / Double(value.pixels))
        }
      }
    }
  }

  func backward() {
    guard edges[0].isNeeded else { return }
    let (gradient, target) = (output.gradientImage, inputs[0].gradientImage)
    let accumulates = edges[0].accumulates
    let factor = 1 / Float(inputs[0].pixels)
    inputs[0].forEachPart(context) { _, entry, block, first, count in
      context.kernels.fillChannels(
        target.vectors(entry, block, first), gradient.vectors(entry, block, 0), factor,
        accumulates, count)
    }
  }
}

/// The greatest of each 2x2 pixels of a blocked image.
final class MaximumPoolStep: CPUStep {
  let name = "max-pool"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge()]
  private let context: KernelContext

  init(_ source: PlanValue, output: PlanValue, _ context: KernelContext) {
    inputs = [source]
    self.output = output
    self.context = context
  }

  var activationsForBackward: [PlanValue] { [inputs[0], output] }

  func forward() {
    let blocks = output.blocks
    withUnsafePointer(to: inputs[0].image.blocked) { source in
      withUnsafePointer(to: output.image.blocked) { target in
        context.run(output.shape.batch * blocks) { index, _ in
          context.kernels.maximumPool(source, target, index / blocks, index % blocks)
        }
      }
    }
  }

  func backward() {
    guard edges[0].isNeeded else { return }
    let blocks = output.blocks
    let accumulates = edges[0].accumulates
    let images = [
      inputs[0].image.blocked, output.image.blocked, output.gradientImage.blocked,
      inputs[0].gradientImage.blocked,
    ]
    images.withUnsafeBufferPointer { images in
      guard let first = images.baseAddress else { return }
      context.run(output.shape.batch * blocks) { index, _ in
        context.kernels.maximumPoolGradient(
          first, first + 1, first + 2, first + 3, accumulates, index / blocks, index % blocks)
      }
    }
  }
}
