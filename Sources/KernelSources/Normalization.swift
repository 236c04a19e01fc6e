internal import KernelTable

/// Normalises some pixels of one batch entry over their channels.
func normalize(
  _ task: UnsafePointer<NormalizationTask>, _ entry: Int, _ first: Int, _ count: Int
) {
  let t = task.pointee
  let source = t.source.pointer + entry &* t.source.batchStride
  let destination = t.destination.pointer + entry &* t.destination.batchStride
  let statistics = t.statistics + entry &* t.source.pixels &* 2
  let reciprocal = 1 / Float(t.channels)
  let stride = t.source.blockStride
  let lastLanes = laneMask(t.channels)
  var pixel = first
  while pixel < first &+ count {
    let p = source + pixel &* 16
    var mean: Float = 0
    if t.centered {
      var sum = Vector()
      var block = 0
      while block < t.source.blocks {
        sum += load(p + block &* stride)
        block &+= 1
      }
      mean = horizontalSum(sum) * reciprocal
    }
    let center = broadcast(mean)
    var squares = Vector()
    var block = 0
    while block < t.source.blocks {
      var v = load(p + block &* stride) - center
      if block &+ 1 == t.source.blocks { v *= lastLanes }
      squares = multiplyAdd(v, v, squares)
      block &+= 1
    }
    let deviation = 1 / (horizontalSum(squares) * reciprocal + t.epsilon).squareRoot()
    statistics[pixel &* 2] = mean
    statistics[pixel &* 2 &+ 1] = deviation
    let factor = broadcast(deviation)
    block = 0
    while block < t.source.blocks {
      let v = (load(p + block &* stride) - center) * factor
      var shift = Vector()
      if let pointer = t.shift { shift = load(pointer + block &* 16) }
      store(
        destination + (block &* stride &+ pixel &* 16),
        multiplyAdd(v, load(t.scale + block &* 16), shift))
      block &+= 1
    }
    pixel &+= 1
  }
}

/// Ones for the channels that exist in the last block, zeros after them.
@inline(__always)
private func laneMask(_ channels: Int) -> Vector {
  var mask = Vector()
  let used = channels % 16 == 0 ? 16 : channels % 16
  var lane = 0
  while lane < used {
    mask[lane] = 1
    lane &+= 1
  }
  return mask
}

/// Differentiates some pixels of one batch entry; the scale's and the shift's gradients are added to `result`.
func normalizeGradient(
  _ task: UnsafePointer<NormalizationGradientTask>, _ entry: Int, _ first: Int, _ count: Int,
  _ result: Floats
) {
  let t = task.pointee
  let source = t.source.pointer + entry &* t.source.batchStride
  let gradient = t.gradient.pointer + entry &* t.gradient.batchStride
  let target = t.sourceGradient.pointer + entry &* t.sourceGradient.batchStride
  let statistics = t.statistics + entry &* t.source.pixels &* 2
  let reciprocal = 1 / Float(t.channels)
  let stride = t.source.blockStride
  let blocks = t.source.blocks
  let lastLanes = laneMask(t.channels)
  var pixel = first
  while pixel < first &+ count {
    let mean = broadcast(statistics[pixel &* 2])
    let factor = broadcast(statistics[pixel &* 2 &+ 1])
    var sum = Vector()
    var product = Vector()
    var block = 0
    while block < blocks {
      let offset = block &* stride &+ pixel &* 16
      let normal = (load(source + offset) - mean) * factor
      let dy = load(gradient + offset)
      let scaled = dy * load(t.scale + block &* 16)
      sum += scaled
      product = multiplyAdd(scaled, normal, product)
      let scaleSum = result + block &* 16
      store(scaleSum, multiplyAdd(dy, normal, load(scaleSum)))
      let shiftSum = result + (blocks &+ block) &* 16
      store(shiftSum, dy + load(shiftSum))
      block &+= 1
    }
    let meanGradient = broadcast(t.centered ? horizontalSum(sum) * reciprocal : 0)
    let meanProduct = broadcast(horizontalSum(product) * reciprocal)
    block = 0
    while block < blocks {
      let offset = block &* stride &+ pixel &* 16
      let normal = (load(source + offset) - mean) * factor
      let scaled = load(gradient + offset) * load(t.scale + block &* 16)
      var v = (scaled - meanGradient - normal * meanProduct) * factor
      if block &+ 1 == blocks { v *= lastLanes }
      if t.accumulates { v += load(target + offset) }
      store(target + offset, v)
      block &+= 1
    }
    pixel &+= 1
  }
}
