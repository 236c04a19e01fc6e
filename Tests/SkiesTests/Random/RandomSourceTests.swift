import Foundation
import Randomness
import Skies
import Testing

@Suite("Random numbers")
struct RandomSourceTests {
  @Test("the generator gives the bits of an independent Python implementation")
  func bits() throws {
    for reference in try References.load().generator {
      var random = RandomSource(seed: reference.seed, name: reference.name)
      #expect(reference.output.map { UInt64($0) } == reference.output.map { _ in random.next() })
    }
  }

  @Test("a child stream does not depend on what its parent has drawn")
  func split() {
    var parent = RandomSource(seed: 3, name: "parent")
    var early = parent.split("child")
    for _ in 0..<100 { _ = parent.normal() }
    var late = parent.split("child")
    var sibling = parent.split("other")
    let first = early.next()
    #expect(first == late.next())
    #expect(first != sibling.next())
    #expect(first != parent.next())
  }

  @Test("streams of other names and of neighbouring seeds are uncorrelated")
  func independence() {
    let count = 20_000
    func numbers(_ seed: UInt64, _ name: String) -> [Double] {
      var random = RandomSource(seed: seed, name: name)
      return (0..<count).map { _ in random.normal() }
    }
    let base = numbers(7, "a")
    // Five standard errors of a correlation of independent numbers.
    let bound = 5 / Double(count).squareRoot()
    #expect(abs(correlation(base, numbers(8, "a"))) < bound)
    #expect(abs(correlation(base, numbers(7, "b"))) < bound)
    #expect(abs(correlation(base, numbers(7, "a2"))) < bound)
    #expect(abs(correlation(Array(base.dropLast()), Array(base.dropFirst()))) < bound)
  }

  @Test("uniform numbers have mean 1/2 and variance 1/12")
  func uniform() {
    var random = RandomSource(seed: 1, name: "uniform")
    let moments = Moments((0..<400_000).map { _ in random.uniform() })
    #expect(abs(moments.mean - 0.5) < 5 * moments.meanError)
    // The fourth moment of a uniform number makes the variance's standard error sqrt(0.8 / n) of it.
    #expect(abs(12 * moments.variance - 1) < 5 * (0.8 / moments.count).squareRoot())
  }

  @Test("normal numbers follow SciPy's distribution function to five standard errors")
  func normal() throws {
    let count = 1_000_000
    var random = RandomSource(seed: 5, name: "normal")
    let numbers = (0..<count).map { _ in random.normal() }
    for reference in try References.load().normal {
      let below = Double(numbers.count { $0 <= reference.x }) / Double(count)
      let error = (reference.cdf * (1 - reference.cdf) / Double(count)).squareRoot()
      #expect(abs(below - reference.cdf) < 5 * error, "at \(reference.x)")
    }
    let moments = Moments(numbers)
    #expect(abs(moments.mean) < 5 * moments.meanError)
    #expect(abs(moments.variance - 1) < 5 * moments.varianceError)
    let kurtosis = Moments(numbers.map { $0 * $0 * $0 * $0 })
    #expect(abs(kurtosis.mean - 3) < 5 * kurtosis.meanError)
  }

  @Test("Poisson counts follow SciPy's distribution function to five standard errors")
  func poisson() throws {
    let count = 300_000
    for reference in try References.load().poisson {
      var random = RandomSource(seed: 5, name: "poisson \(reference.mean)")
      let numbers = (0..<count).map { _ in random.poisson(reference.mean) }
      for (value, expected) in zip(reference.counts, reference.cdf) {
        let below = Double(numbers.count { $0 <= value }) / Double(count)
        let error = (expected * (1 - expected) / Double(count)).squareRoot()
        #expect(abs(below - expected) < 5 * error + 1e-5, "mean \(reference.mean) at \(value)")
      }
      let moments = Moments(numbers)
      #expect(abs(moments.mean - reference.mean) < 5 * moments.meanError)
      // The variance of a Poisson variance: (2 + 1 / mean) / n.
      let error = ((2 + 1 / reference.mean) / Double(count)).squareRoot()
      #expect(abs(moments.variance / reference.mean - 1) < 5 * error, "mean \(reference.mean)")
    }
  }

  @Test("nothing shines at a mean of zero or below")
  func darkness() {
    var random = RandomSource(seed: 5, name: "dark")
    #expect(random.poisson(0) == 0)
    #expect(random.poisson(-3) == 0)
  }

  @Test("a permutation holds every number once, and each place is as likely as another")
  func permutation() {
    var random = RandomSource(seed: 2, name: "permutation")
    #expect(random.permutation(50).sorted() == Array(0..<50))
    var places = [Int](repeating: 0, count: 5)
    for _ in 0..<20_000 { places[random.permutation(5).firstIndex(of: 0) ?? 0] += 1 }
    // Binomial(20000, 1/5) has a standard deviation of 57.
    for place in places { #expect(abs(place - 4000) < 5 * 57) }
  }
}
