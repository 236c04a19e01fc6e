internal import KernelTable

// A planar image's rows are copied with a border of zeros: `(channel, window row, width + window - 1)`.

/// Copies the rows that one output row needs; returns their length.
@inline(__always)
private func copyRows(
  _ image: PlanarImage, _ entry: Int, _ row: Int, _ window: Int, _ result: Floats
) -> Int {
  let length = image.width &+ window &- 1
  let margin = window / 2
  var target = result
  var channel = 0
  while channel < image.channels {
    let plane = image.pointer + (entry &* image.channels &+ channel) &* image.pixels
    var r = 0
    while r < window {
      let y = row &+ r &- margin
      var x = 0
      while x < length {
        let sourceX = x &- margin
        let inside = y >= 0 && y < image.height && sourceX >= 0 && sourceX < image.width
        target[x] = inside ? plane[y &* image.width &+ sourceX] : 0
        x &+= 1
      }
      target += length
      r &+= 1
    }
    channel &+= 1
  }
  return length
}

/// Convolves planar rows into blocked rows. Scratch: channels x window x (width + 2) + 64 scalars.
func spread(
  _ task: UnsafePointer<PlanarTask>, _ entry: Int, _ first: Int, _ count: Int, _ scratch: Floats
) {
  let t = task.pointee
  let image = t.blocked
  let lines = t.planar.channels &* t.window
  let outputs = image.blocks &* 16
  var row = first
  while row < first &+ count {
    let length = copyRows(t.planar, entry, row, t.window, scratch)
    var block = 0
    while block < image.blocks {
      let bias = biasVector(t.epilogue, block: block)
      let offset = block &* image.blockStride &+ row &* image.width &* 16
      var x = 0
      while x < image.width {
        var v0 = Vector(), v1 = Vector(), v2 = Vector(), v3 = Vector()
        var w = t.weights + block &* 16
        var line = 0
        while line < lines {
          var p = scratch + (line &* length &+ x)
          var q = 0
          while q < t.window {
            let weight = load(w)
            v0 = multiplyAdd(broadcast(p[0]), weight, v0)
            v1 = multiplyAdd(broadcast(p[1]), weight, v1)
            v2 = multiplyAdd(broadcast(p[2]), weight, v2)
            v3 = multiplyAdd(broadcast(p[3]), weight, v3)
            w += outputs
            p += 1
            q &+= 1
          }
          line &+= 1
        }
        let rest = image.width &- x
        finish(
          v0, t.epilogue, bias: bias, destination: image.pointer, batchStride: image.batchStride,
          entry: entry, offset: offset &+ x &* 16)
        if rest > 1 {
          finish(
            v1, t.epilogue, bias: bias, destination: image.pointer,
            batchStride: image.batchStride, entry: entry, offset: offset &+ x &* 16 &+ 16)
        }
        if rest > 2 {
          finish(
            v2, t.epilogue, bias: bias, destination: image.pointer,
            batchStride: image.batchStride, entry: entry, offset: offset &+ x &* 16 &+ 32)
        }
        if rest > 3 {
          finish(
            v3, t.epilogue, bias: bias, destination: image.pointer,
            batchStride: image.batchStride, entry: entry, offset: offset &+ x &* 16 &+ 48)
        }
        x &+= 4
      }
      block &+= 1
    }
    row &+= 1
  }
}

/// Convolves blocked rows into planar rows. Scratch: unused.
func gather(
  _ task: UnsafePointer<PlanarTask>, _ entry: Int, _ first: Int, _ count: Int, _ scratch: Floats
) {
  let t = task.pointee
  let image = t.blocked
  let margin = t.window / 2
  let inputs = image.blocks &* 16
  let plane = image.pointer + entry &* image.batchStride
  var row = first
  while row < first &+ count {
    var channel = 0
    while channel < t.planar.channels {
      let weights = t.weights + channel &* t.window &* t.window &* inputs
      var bias: Float = 0
      if let pointer = t.epilogue.bias { bias = pointer[channel] }
      let index = ((entry &* t.planar.channels &+ channel) &* image.height &+ row) &* image.width
      var x = 0
      while x < image.width {
        if x >= margin && x &+ 3 &+ margin < image.width {
          let (v0, v1, v2, v3) = gatherFour(image, plane, weights, t.window, row, x)
          finishScalar(horizontalSum(v0) + bias, t, index &+ x)
          finishScalar(horizontalSum(v1) + bias, t, index &+ x &+ 1)
          finishScalar(horizontalSum(v2) + bias, t, index &+ x &+ 2)
          finishScalar(horizontalSum(v3) + bias, t, index &+ x &+ 3)
          x &+= 4
        } else {
          let v = gatherOne(image, plane, weights, t.window, row, x)
          finishScalar(horizontalSum(v) + bias, t, index &+ x)
          x &+= 1
        }
      }
      channel &+= 1
    }
    row &+= 1
  }
}

/// One planar result through the epilogue.
@inline(__always)
private func finishScalar(_ value: Float, _ t: PlanarTask, _ index: Int) {
  var v = value
  if t.epilogue.accumulates { v += t.planar.pointer[index] }
  if let residual = t.epilogue.residual { v += residual[index] }
  if t.epilogue.rectifies && v < 0 { v = 0 }
  if let mask = t.epilogue.mask, mask[index] <= 0 { v = 0 }
  t.planar.pointer[index] = v
}

/// The products of one window, lane by lane; pixels beyond the frame count as zeros.
@inline(never)
private func gatherOne(
  _ image: BlockedImage, _ plane: Floats, _ weights: Floats, _ window: Int, _ row: Int, _ x: Int
) -> Vector {
  let margin = window / 2
  let inputs = image.blocks &* 16
  var sum = Vector()
  var r = 0
  while r < window {
    let y = row &+ r &- margin
    if y >= 0 && y < image.height {
      var q = 0
      while q < window {
        let sourceX = x &+ q &- margin
        if sourceX >= 0 && sourceX < image.width {
          let p = plane + (y &* image.width &+ sourceX) &* 16
          let w = weights + (r &* window &+ q) &* inputs
          var block = 0
          while block < image.blocks {
            sum = multiplyAdd(load(p + block &* image.blockStride), load(w + block &* 16), sum)
            block &+= 1
          }
        }
        q &+= 1
      }
    }
    r &+= 1
  }
  return sum
}

/// The products of four neighbouring windows, which must lie between the left and right borders.
@inline(__always)
private func gatherFour(
  _ image: BlockedImage, _ plane: Floats, _ weights: Floats, _ window: Int, _ row: Int, _ x: Int
) -> (Vector, Vector, Vector, Vector) {
  let margin = window / 2
  let inputs = image.blocks &* 16
  var s0 = Vector(), s1 = Vector(), s2 = Vector(), s3 = Vector()
  var r = 0
  while r < window {
    let y = row &+ r &- margin
    if y >= 0 && y < image.height {
      var q = 0
      while q < window {
        var p = plane + (y &* image.width &+ x &+ q &- margin) &* 16
        var w = weights + (r &* window &+ q) &* inputs
        var block = 0
        while block < image.blocks {
          let weight = load(w)
          s0 = multiplyAdd(load(p), weight, s0)
          s1 = multiplyAdd(load(p + 16), weight, s1)
          s2 = multiplyAdd(load(p + 32), weight, s2)
          s3 = multiplyAdd(load(p + 48), weight, s3)
          p += image.blockStride
          w += 16
          block &+= 1
        }
        q &+= 1
      }
    }
    r &+= 1
  }
  return (s0, s1, s2, s3)
}

/// Adds to `result`, shaped as the task's weights, the sum over pixels of planar windows times blocked pixels.
///
/// Scratch: channels x window x (width + 2) + 64 scalars.
func correlate(
  _ task: UnsafePointer<PlanarTask>, _ entry: Int, _ first: Int, _ count: Int, _ scratch: Floats,
  _ result: Floats
) {
  let t = task.pointee
  let image = t.blocked
  let outputs = image.blocks &* 16
  let lines = t.planar.channels &* t.window
  var row = first
  while row < first &+ count {
    let length = copyRows(t.planar, entry, row, t.window, scratch)
    var block = 0
    while block < image.blocks {
      let p =
        image.pointer
        + (entry &* image.batchStride &+ block &* image.blockStride
          &+ row &* image.width &* 16)
      var line = 0
      while line < lines {
        let a = scratch + line &* length
        let target = result + (line &* t.window &* outputs &+ block &* 16)
        if t.window == 3 {
          var s0 = load(target), s1 = load(target + outputs), s2 = load(target + 2 &* outputs)
          var x = 0
          while x < image.width {
            let v = load(p + x &* 16)
            s0 = multiplyAdd(broadcast(a[x]), v, s0)
            s1 = multiplyAdd(broadcast(a[x &+ 1]), v, s1)
            s2 = multiplyAdd(broadcast(a[x &+ 2]), v, s2)
            x &+= 1
          }
          store(target, s0)
          store(target + outputs, s1)
          store(target + 2 &* outputs, s2)
        } else {
          var s0 = load(target)
          var x = 0
          while x < image.width {
            s0 = multiplyAdd(broadcast(a[x]), load(p + x &* 16), s0)
            x &+= 1
          }
          store(target, s0)
        }
        line &+= 1
      }
      block &+= 1
    }
    row &+= 1
  }
}
