import Foundation

extension RandomSource {
  /// A count from the Poisson distribution: what a pixel collects that expects `mean` electrons.
  ///
  /// Exact at any mean: sequential inversion below 10, and above it Hörmann's transformed rejection with squeeze, PTRS ("The
  /// transformed rejection method for generating Poisson random variables", Insurance: Mathematics and Economics 12, 1993).
  /// The count comes back as a `Double`, because it goes on into arithmetic.
  public mutating func poisson(_ mean: Double) -> Double {
    if mean >= 10 { return poissonByRejection(mean) }
    guard mean > 0 else { return 0 }
    var remaining = uniform()
    var probability = exp(-mean)
    var count = 0.0
    while remaining > probability {
      remaining -= probability
      count += 1
      probability *= mean / count
      if count > 200 { break }  // beyond 1e-180: rounding left a rest that no probability covers
    }
    return count
  }

  private mutating func poissonByRejection(_ mean: Double) -> Double {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = openUniform()
      let edge = 0.5 - abs(u)
      let count = ((2 * a / edge + b) * u + mean + 0.43).rounded(.down)
      if edge >= 0.07, v <= squeeze { return count }
      if count < 0 || edge <= 0 || (edge < 0.013 && v > edge) { continue }
      let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
      let proposal = log(v * inverseAlpha / (a / (edge * edge) + b))
      if proposal <= count * log(mean) - mean - logFactorial(count) { return count }
    }
  }
}

/// The natural logarithm of `count!`, by a table below 10 and by Stirling's series above (error below 1e-10).
private func logFactorial(_ count: Double) -> Double {
  if count < 10 { return smallLogFactorials[Int(count)] }
  let inverse = 1 / count
  let square = inverse * inverse
  return (count + 0.5) * log(count) - count + 0.918938533204672742
    + inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260))
}

private let smallLogFactorials: [Double] = {
  var factorial = 1.0
  return (0..<10).map { count in
    if count > 0 { factorial *= Double(count) }
    return log(factorial)
  }
}()
