internal import KernelTable

/// Rows of a product are computed in groups of this many.
let rowGroup = 12

/// The product of rows (pixels or tiles, 16 scalars apart in each block) and packed weights.
///
/// `rows` is a multiple of 12. The result is `(output block, row, 16)`, blocks `resultStride` apart; each output's bias is
/// added where there is one.
@inline(__always)
func multiply(
  source: Floats, blockStride: Int, blocks: Int, weights: Floats, bias: Floats? = nil,
  result: Floats, resultStride: Int, rows: Int, outputBlocks: Int
) {
  var ahead = FetchAhead(nothingBut: weights)
  multiply(
    source: source, blockStride: blockStride, blocks: blocks, weights: weights, bias: bias,
    result: result, resultStride: resultStride, rows: rows, outputBlocks: outputBlocks,
    ahead: &ahead, step: 0)
}

/// The same, asking for memory that will be needed later: `step` scalars further with each channel of the source.
@inline(__always)
func multiply(
  source: Floats, blockStride: Int, blocks: Int, weights: Floats, bias: Floats? = nil,
  result: Floats, resultStride: Int, rows: Int, outputBlocks: Int, ahead: inout FetchAhead,
  step: Int
) {
  var output = 0
  while output < outputBlocks {
    let panel = weights + output &* blocks &* 256
    let target = result + output &* resultStride
    let wide = output &+ 1 < outputBlocks
    var start = bias
    if let bias { start = bias + output &* 16 }
    var row = 0
    #if EBK_V4
      while row < rows {
        if wide {
          product12x32(
            source + row &* 16, blockStride, blocks, panel, 32, start, target + row &* 16,
            resultStride, ahead.next(), step)
        } else {
          product12x16(
            source + row &* 16, blockStride, blocks, panel, 16, start, target + row &* 16,
            ahead.next(), step)
        }
        row &+= 12
      }
    #else
      while row < rows {
        product6x16(
          source + row &* 16, blockStride, blocks, panel, wide ? 32 : 16, start,
          target + row &* 16, ahead.next(), step)
        if wide {
          var second = bias
          if let bias { second = bias + (output &+ 1) &* 16 }
          product6x16(
            source + row &* 16, blockStride, blocks, panel + 16, 32,
            second, target + (resultStride &+ row &* 16), ahead.next(), step)
        }
        row &+= 6
      }
    #endif
    output &+= 2
  }
}

/// Adds the sum over rows of each input times each output to `result`, `(input, outputBlocks * 16)`.
@inline(__always)
func accumulateOuter(
  source: Floats, sourceStride: Int, sourceBlocks: Int, gradient: Floats, gradientStride: Int,
  gradientBlocks: Int, rows: Int, result: Floats
) {
  let width = gradientBlocks &* 16
  var block = 0
  while block < sourceBlocks {
    let a = source + block &* sourceStride
    let target = result + block &* 16 &* width
    var output = 0
    #if EBK_V4
      while output &+ 1 < gradientBlocks {
        let b = gradient + output &* gradientStride
        outer8x32(a, b, gradientStride, rows, target + output &* 16, width)
        outer8x32(a + 8, b, gradientStride, rows, target + (8 &* width &+ output &* 16), width)
        output &+= 2
      }
      if output < gradientBlocks {
        outer16x16(
          a, gradient + output &* gradientStride, rows, target + output &* 16, width)
      }
    #else
      while output < gradientBlocks {
        let b = gradient + output &* gradientStride
        var lane = 0
        while lane < 16 {
          outer4x16(a + lane, b, rows, target + (lane &* width &+ output &* 16), width)
          lane &+= 4
        }
        output &+= 1
      }
    #endif
    block &+= 1
  }
}
