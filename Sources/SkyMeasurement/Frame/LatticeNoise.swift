/// How uneven noise is from pixel to pixel, on the lattices that strides, interlaced lines and colour filters leave.
///
/// A lattice that shows in the mean is a pattern, which a spectrum sees; one that shows in the noise alone leaves every mean as it was.
package struct LatticeNoise: Sendable {
  /// The mean absolute value of the output's residual on the positions of one lattice over that on all, both over the input's;
  /// above 1 also where it is less.
  package let ratio: Double
  /// Its standard error, were both residuals white and independent.
  package let standardError: Double
  /// How far apart positions of the lattice are, in pixels; 1 where it has no period along that axis.
  package let across: Int
  package let down: Int
  /// How many positions of lattices were looked at.
  package let trials: Int
  /// The pixels of the position.
  package let count: Int

  private static let period = 8
  /// A position with fewer pixels says nothing.
  private static let fewest = 500.0

  /// The lattice of periods up to 8 px that surely differs most, its error allowed for; `nil` where too little of the frame is free, or where
  /// hardly any noise is left.
  ///
  /// - Parameters:
  ///   - output: what the output differs from the truth by, in units of the input's noise.
  ///   - input: the same of the input.
  package init?(output: Plane, input: Plane, in good: Mask) {
    let side = Self.period
    var sums = [Sums3](repeating: Sums3(), count: side * side)
    for y in 0..<output.height {
      for x in 0..<output.width {
        let i = y * output.width + x
        guard good.values[i] else { continue }
        // Single pixels far off are for other checks.
        sums[y % side * side + x % side].add(
          min(abs(output.values[i]), 8), min(abs(input.values[i]), 8))
      }
    }
    let all = sums.reduce(Sums3(), +)
    guard all.count > 0, all.output > 0.01 * all.count, all.input > 0.01 * all.count else {
      return nil
    }
    typealias Position = (
      sure: Double, ratio: Double, error: Double, across: Int, down: Int, count: Double
    )
    var positions: [Position] = []
    for down in [1, 2, 4, 8] {
      for across in [1, 2, 4, 8] where across * down > 1 {
        for position in 0..<(across * down) {
          let (row, column) = (position / across, position % across)
          var own = Sums3()
          for y in stride(from: row, to: side, by: down) {
            for x in stride(from: column, to: side, by: across) { own = own + sums[y * side + x] }
          }
          guard own.count >= Self.fewest, own.input > 0, own.output > 0 else { continue }
          let ratio = own.output / all.output / (own.input / all.input)
          // The mean of |x| of Gaussian noise has an error of sqrt(pi / 2 - 1) of itself over the root of the count.
          let error = (2 * (0.5 * Double.pi - 1) * (1 / own.count - 1 / all.count)).squareRoot()
          let folded = max(ratio, 1 / ratio)
          // Four errors: of a few hundred positions of noise hardly one is further off.
          let sure = folded * (1 - 4 * error)
          positions.append((sure, folded, error, across, down, own.count))
        }
      }
    }
    // Every other line is also every other pixel of it: the lattice with the fewest positions that says nearly as much.
    let most = positions.map(\.sure).max() ?? 0
    guard
      let best = positions.filter({ $0.sure >= 0.95 * most }).min(by: {
        ($0.across * $0.down, -$0.sure) < ($1.across * $1.down, -$1.sure)
      })
    else { return nil }
    ratio = best.ratio
    standardError = best.error * best.ratio
    across = best.across
    down = best.down
    count = Int(best.count)
    trials = positions.count
  }

  private struct Sums3 {
    var output = 0.0
    var input = 0.0
    var count = 0.0

    mutating func add(_ a: Double, _ b: Double) {
      output += a
      input += b
      count += 1
    }

    static func + (a: Self, b: Self) -> Self {
      Self(output: a.output + b.output, input: a.input + b.input, count: a.count + b.count)
    }
  }
}
