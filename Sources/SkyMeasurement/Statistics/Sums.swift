/// Sums in a fixed order: eight interleaved partial sums, added pairwise at the end.
///
/// The order depends on the number of values alone, so that equal input gives equal bits.
package enum Sums {
  package static func sum(_ values: [Double]) -> Double { sum(count: values.count) { values[$0] } }

  /// The sum of `term(i)` for `0 <= i < count`.
  @inline(__always)
  package static func sum(count: Int, _ term: (Int) -> Double) -> Double {
    var partial = SIMD8<Double>.zero
    var i = 0
    while i + 8 <= count {
      partial += SIMD8(
        term(i), term(i + 1), term(i + 2), term(i + 3), term(i + 4), term(i + 5), term(i + 6),
        term(i + 7))
      i += 8
    }
    var total =
      ((partial[0] + partial[1]) + (partial[2] + partial[3]))
      + ((partial[4] + partial[5]) + (partial[6] + partial[7]))
    while i < count {
      total += term(i)
      i += 1
    }
    return total
  }

  package static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : sum(values) / Double(values.count)
  }

  /// The mean square of `a - b`.
  package static func meanSquaredDifference(_ a: [Double], _ b: [Double]) -> Double {
    let total = sum(count: a.count) {
      let d = a[$0] - b[$0]
      return d * d
    }
    return a.isEmpty ? 0 : total / Double(a.count)
  }

  /// The population standard deviation.
  package static func standardDeviation(_ values: [Double]) -> Double {
    let center = mean(values)
    guard !values.isEmpty else { return 0 }
    let squares = sum(count: values.count) {
      let d = values[$0] - center
      return d * d
    }
    return (squares / Double(values.count)).squareRoot()
  }
}
