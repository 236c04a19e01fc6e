internal import KernelTable

/// Writes one vector through an epilogue; `offset` counts scalars within the batch entry.
@inline(__always)
func finish(
  _ value: Vector, _ epilogue: Epilogue, bias: Vector, destination: Floats, batchStride: Int,
  entry: Int, offset: Int
) {
  let target = destination + (entry &* batchStride &+ offset)
  var v = value + bias
  if epilogue.accumulates { v += load(target) }
  if let residual = epilogue.residual {
    v += load(residual + (entry &* epilogue.residualBatchStride &+ offset))
  }
  if epilogue.rectifies { v = rectified(v) }
  if let mask = epilogue.mask {
    v = masked(v, by: load(mask + (entry &* epilogue.maskBatchStride &+ offset)))
  }
  store(target, v)
}

@inline(__always)
func biasVector(_ epilogue: Epilogue, block: Int) -> Vector {
  if let bias = epilogue.bias { return load(bias + block &* 16) }
  return Vector()
}
