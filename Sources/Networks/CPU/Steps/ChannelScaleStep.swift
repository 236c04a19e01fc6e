internal import KernelTable
internal import Kernels
internal import Tensors

/// A blocked image times one factor a channel, of the batch entry or of all.
final class ChannelScaleStep: CPUStep {
  let name = "scale (channels)"
  let inputs: [PlanValue]
  let output: PlanValue
  var edges = [GradientEdge(), GradientEdge()]
  private let context: KernelContext
  private let sums: PlanBuffer

  init(_ source: PlanValue, factors: PlanValue, output: PlanValue, _ context: KernelContext) {
    inputs = [source, factors]
    self.output = output
    self.context = context
    sums = PlanBuffer(
      scalars: source.shape.batch * source.blocks * source.partsPerBlock * 16)
  }

  var activationsForBackward: [PlanValue] { inputs }
  var keptBuffers: [PlanBuffer] { [sums] }

  private var factorStride: Int { inputs[1].shape.batch == 1 ? 0 : inputs[1].image.batchStride }

  func forward() { scale(inputs[0].image, into: output.image, accumulates: false) }

  private func scale(_ source: Image, into target: Image, accumulates: Bool) {
    let factors = inputs[1].image.pointer
    let stride = factorStride
    output.forEachPart(context) { _, entry, block, first, count in
      context.kernels.scaleChannels(
        target.vectors(entry, block, first), source.vectors(entry, block, first),
        factors + (entry * stride + block * 16), 1, accumulates, count)
    }
  }

  func backward() {
    if edges[0].isNeeded {
      scale(output.gradientImage, into: inputs[0].gradientImage, accumulates: edges[0].accumulates)
    }
    guard edges[1].isNeeded, let parts = sums.pointer else { return }
    let (source, gradient) = (inputs[0].image, output.gradientImage)
    output.forEachPart(context) { index, entry, block, first, count in
      context.kernels.dotChannels(
        parts + index * 16, source.vectors(entry, block, first),
        gradient.vectors(entry, block, first), count)
    }
    let target = inputs[1].gradientImage
    let perBlock = output.partsPerBlock
    let shared = inputs[1].shape.batch == 1
    for entry in 0..<inputs[1].shape.batch {
      for block in 0..<output.blocks {
        for lane in 0..<16 {
          var sum = 0.0
          for image in shared ? 0..<output.shape.batch : entry..<(entry + 1) {
            for part in 0..<perBlock {
              sum += Double(parts[((image * output.blocks + block) * perBlock + part) * 16 + lane])
            }
          }
          let result = target.vectors(entry, block, 0) + lane
          result.pointee = Float(sum) + (edges[1].accumulates ? result.pointee : 0)
        }
      }
    }
  }
}

extension Image {
  /// The vector of a batch entry, a block and a pixel of a blocked image.
  func vectors(_ entry: Int, _ block: Int, _ pixel: Int) -> Floats {
    let image = blocked
    return image.pointer
      + (entry * image.batchStride + block * image.blockStride + pixel * 16)
  }
}
