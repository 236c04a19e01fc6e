import Foundation
import Randomness
import Skies
import Testing

@Suite("Fields")
struct FieldTests {
  @Test("a filter of 1 gives the plane back, at sizes that are no power of two")
  func identity() {
    var random = RandomSource(seed: 1, name: "plane")
    let field = Field(width: 77, height: 64) { _, _ in random.normal() }
    let back = FourierTransform(width: 77, height: 64).filtered(field) { _, _ in 1 }
    for (a, b) in zip(field.values, back.values) { #expect(abs(a - b) < 1e-12) }
  }

  @Test("convolution with a shifted point shifts the plane round its borders")
  func convolution() {
    let field = Field(width: 64, height: 70) { x, y in x + 100 * y }
    var kernel = Field(width: 64, height: 70)
    kernel[3, 2] = 1
    let moved = FourierTransform(width: 64, height: 70).convolved(field, with: kernel)
    #expect(abs(moved[10, 10] - field[7, 8]) < 1e-8)
    #expect(abs(moved[0, 0] - field[61, 68]) < 1e-8)
  }

  @Test("the power of a cosine sits at its frequency")
  func power() {
    let field = Field(width: 64, height: 64) { x, _ in cos(2 * Double.pi * 5 * x / 64) }
    let power = FourierTransform(width: 64, height: 64).power(of: field)
    #expect(abs(power[5] - pow(64 * 32, 2)) < 1e-3)
    #expect(power[4] < 1e-6 && power[6] < 1e-6)
  }

  @Test("Gaussian blur keeps the sum and spreads a point by its sigma")
  func blur() {
    var field = Field(width: 64, height: 64)
    field[30, 20] = 1
    let image = field.gaussianBlurred(sigma: 2)
    var (sum, variance) = (0.0, 0.0)
    for y in 0..<64 {
      for x in 0..<64 {
        sum += image[x, y]
        variance += image[x, y] * pow(Double(x) - 30, 2)
      }
    }
    #expect(abs(sum - 1) < 1e-12)
    // Cutting at 4 sigma takes 0.1 % of the variance.
    #expect(abs(variance / 4 - 1) < 3e-3)
  }

  @Test("the spectrum of turbulence falls with the index that was asked for")
  func slope() throws {
    for reference in try References.load().turbulence {
      let size = 256
      let rings = 4..<(size / 8)
      var slopes: [Double] = []
      for seed in 0..<8 as Range<UInt64> {
        var random = RandomSource(seed: seed, name: "turbulence")
        var field = PowerLawField.make(
          width: size, height: size, index: reference.index, random: &random)
        #expect(abs(field.mean) < 1e-12)
        #expect(abs(field.standardDeviation - 1) < 1e-12)
        let hann = (0..<size).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(size - 1)) }
        field.apply { x, y, value in value * hann[Int(x)] * hann[Int(y)] }
        let transform = FourierTransform(width: size, height: size)
        let power = transform.power(of: field)
        var sums = [Double](repeating: 0, count: size)
        var counts = [Double](repeating: 0, count: size)
        for row in 0..<size {
          let ky = Double(row <= size / 2 ? row : row - size)
          for column in 0..<transform.spectrumWidth {
            let ring = Int(hypot(Double(column), ky) + 0.5)
            guard ring < size else { continue }
            let weight = column == 0 || column == size / 2 ? 1.0 : 2.0
            sums[ring] += weight * power[row * transform.spectrumWidth + column]
            counts[ring] += weight
          }
        }
        let points = rings.map { (log(Double($0)), log(sums[$0] / counts[$0])) }
        let (mx, my) = (
          points.map(\.0).reduce(0, +) / Double(points.count),
          points.map(\.1).reduce(0, +) / Double(points.count)
        )
        slopes.append(
          points.map { ($0.0 - mx) * ($0.1 - my) }.reduce(0, +)
            / points.map { ($0.0 - mx) * ($0.0 - mx) }.reduce(0, +))
      }
      let moments = Moments(slopes)
      // Both means of 8 carry a standard error of about 0.03; the taper's bias is in both.
      #expect(abs(moments.mean - reference.slope) < 0.15, "index \(reference.index)")
      #expect(abs(moments.mean + reference.index) < 0.2, "index \(reference.index)")
    }
  }

  @Test("a galaxy holds the flux that it was given")
  func galaxy() {
    for index in [1.0, 4] {
      var field = Field(width: 601, height: 601)
      SersicProfile(effectiveRadius: 8, index: index, axisRatio: 0.6, angle: 0.3, flux: 1000)
        .paint(x: 300.2, y: 299.7, on: &field, downTo: 1e-7)
      // An n = 4 profile keeps 0.5 % beyond 35 effective radii; the approximation of b costs 0.1 %.
      #expect(abs(field.sum / 1000 - 1) < (index == 1 ? 2e-3 : 1e-2), "index \(index)")
    }
  }

  @Test("the slope of a galaxy's profile is the one that puts half of the light inside its radius")
  func slopes() throws {
    for reference in try References.load().sersic {
      let profile = SersicProfile(
        effectiveRadius: 1, index: reference.index, axisRatio: 1, angle: 0, flux: 1)
      #expect(abs(profile.slope / reference.b - 1) < 2e-4)
    }
  }

  @Test("granules are a cell apart, bright inside and dark on their lanes")
  func granules() {
    var random = RandomSource(seed: 1, name: "granules")
    let pattern = GranulePattern(width: 200, height: 200, cell: 10, random: &random)
    var (lane, inside) = ([Double](), [Double]())
    for y in 0..<200 {
      for x in 0..<200 {
        let place = pattern.location(Double(x), Double(y))
        #expect(place.laneDistance >= 0)
        if place.laneDistance < 0.05 { lane.append(pattern.brightness(Double(x), Double(y))) }
        if place.laneDistance > 0.5 { inside.append(pattern.brightness(Double(x), Double(y))) }
      }
    }
    #expect(Moments(lane).mean < 0.3)
    #expect(Moments(inside).mean > 0.8)
  }
}
