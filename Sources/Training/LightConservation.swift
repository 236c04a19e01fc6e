package import Randomness
package import Tensors

/// A pull of the output's block means to those of the noisy input, beside a loss against the clean target.
///
/// A network fitted by squares gives the mean of what may be there, which for a shape below the noise lies between the shape
/// and empty sky: faint nebulosity comes out dimmed, the more so the stronger the denoising. The input's own mean over a
/// block is free of that bias, and its noise is small: `1 / side` of the noise of one pixel. The term is
///
/// `weight / pixels * sum over blocks of (sqrt(1 + (side * m)^2) - 1)`, `m` the mean of output less input in a block.
///
/// For small `m` it is a square of the same strength as the pixels' own: with weight `w` a structure as large as a block
/// keeps `w / (1 + w)` of what would have been taken, for as large a share of the block's noise.
package struct LightConservation: Sendable {
  /// The side of a block in pixels; what is left at the right and bottom of a patch counts nowhere.
  package var side: Int
  package var weight: Double

  /// Creates the term; blocks of 16 pixels are smaller than what is called faint nebulosity, and larger than stars.
  package init(side: Int = 16, weight: Double) {
    self.side = side
    self.weight = weight
  }

  /// Adds the term's derivative to a gradient with respect to the output, and returns the term.
  ///
  /// The lattice of blocks lies anywhere, drawn anew for each call: a network that halves its input knows where it is, and
  /// would learn to pay its debts at the same places every time, which shows as a lattice in its output.
  package func add(
    to gradient: inout Tensor, output: Tensor, input: Tensor, random: inout RandomSource
  ) -> Double {
    let shape = output.shape
    let (planes, height, width) = (shape[0] * shape[1], shape[2], shape[3])
    let share = weight / Double(shape.count)
    let (x, y) = (random.integer(below: side), random.integer(below: side))
    var total = 0.0
    for plane in 0..<planes {
      for top in stride(from: y, through: height - side, by: side) {
        for left in stride(from: x, through: width - side, by: side) {
          var sum = 0.0
          for line in top..<(top + side) {
            let row = (plane * height + line) * width
            for i in (row + left)..<(row + left + side) {
              sum += Double(output.scalars[i]) - Double(input.scalars[i])
            }
          }
          let scaled = sum / Double(side)
          let root = (1 + scaled * scaled).squareRoot()
          total += scaled * scaled / (root + 1)
          let slope = Float(share * scaled / root / Double(side))
          for line in top..<(top + side) {
            let row = (plane * height + line) * width
            for i in (row + left)..<(row + left + side) { gradient.scalars[i] += slope }
          }
        }
      }
    }
    return share * total
  }
}
