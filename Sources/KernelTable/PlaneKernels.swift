/// What measurements do with whole rows of pixels in double precision.
///
/// Every level makes the same bits: products are rounded before they are added, and sums have one order.
public struct PlaneKernels: Sendable {
  /// Rows of `count` pixels, `radius + 1` on each side of a symmetric kernel with the centre on both, and half of its taps.
  public struct Rows {
    public var above: UnsafePointer<UnsafePointer<Double>>
    public var below: UnsafePointer<UnsafePointer<Double>>
    public var taps: UnsafePointer<Double>
    public var radius: Int
    public var count: Int

    public init(
      above: UnsafePointer<UnsafePointer<Double>>, below: UnsafePointer<UnsafePointer<Double>>,
      taps: UnsafePointer<Double>, radius: Int, count: Int
    ) {
      self.above = above
      self.below = below
      self.taps = taps
      self.radius = radius
      self.count = count
    }
  }

  /// `taps[0] above[0] + sum over k of taps[k] (above[k] + below[k])` for every pixel of a row.
  public var weighRows: @Sendable (Rows, UnsafeMutablePointer<Double>) -> Void
  /// `sum over k of weights[k] source[i + offsets[k]]` for `i` up to a count; the arguments are source, offsets, weights, their
  /// number, result, count.
  public var weighShifted:
    @Sendable (
      UnsafePointer<Double>, UnsafePointer<Int>, UnsafePointer<Double>, Int,
      UnsafeMutablePointer<Double>, Int
    ) -> Void
  /// The sum of products of two rows: eight interleaved partial sums, added pairwise, then what does not fill eight.
  public var dot: @Sendable (UnsafePointer<Double>, UnsafePointer<Double>, Int) -> Double

  public init(
    weighRows: @escaping @Sendable (Rows, UnsafeMutablePointer<Double>) -> Void,
    weighShifted:
      @escaping @Sendable (
        UnsafePointer<Double>, UnsafePointer<Int>, UnsafePointer<Double>, Int,
        UnsafeMutablePointer<Double>, Int
      ) -> Void,
    dot: @escaping @Sendable (UnsafePointer<Double>, UnsafePointer<Double>, Int) -> Double
  ) {
    self.weighRows = weighRows
    self.weighShifted = weighShifted
    self.dot = dot
  }
}
