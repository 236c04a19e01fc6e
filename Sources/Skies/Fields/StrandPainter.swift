import Foundation
import Randomness

/// Paints the threads of solar plasma that follow magnetic field lines: loops, hedgerows, and filaments.
struct StrandPainter {
  private var light: Field

  init(width: Int, height: Int) { light = Field(width: width, height: height) }

  /// A bundle of arches between two foot points on the limb.
  mutating func addLoops(at along: Double, on limb: SolarLimb, random: inout RandomSource) {
    let size = Double(min(limb.width, limb.height))
    let span = random.uniform(0.09, 0.16) * size
    let top = random.uniform(0.09, 0.2) * size
    let lean = random.uniform(-0.25, 0.25)
    for _ in 0..<46 {
      let scale = max(1 + 0.22 * random.normal(), 0.2)
      let tilt = lean + 0.12 * random.normal()
      let (left, right) = (
        along - span * scale + 0.1 * span * random.normal(),
        along + span * scale + 0.1 * span * random.normal()
      )
      let summit = top * max(scale + 0.12 * random.normal(), 0.2)
      // Plasma drains: the loops' summits are thinner than their feet.
      addStrand(length: 2 * summit + span, brightness: exp(0.8 * random.normal()), random: &random)
      {
        t in
        let arch = sin(Double.pi * t)
        return limb.pixel(
          along: left + (right - left) * (0.5 - 0.5 * cos(Double.pi * t)) + tilt * summit * arch,
          height: summit * arch)
      }
    }
  }

  /// A curtain of upright threads of unequal height.
  mutating func addHedgerow(at along: Double, on limb: SolarLimb, random: inout RandomSource) {
    let size = Double(min(limb.width, limb.height))
    let halfWidth = random.uniform(0.05, 0.12) * size
    let top = random.uniform(0.08, 0.17) * size
    let lean = random.uniform(-0.5, 0.5)
    for _ in 0..<120 {
      let offset = max(min(random.normal(), 2.2), -2.2)
      let foot = along + 0.6 * halfWidth * offset
      let height = top * exp(-0.35 * offset * offset) * random.uniform(0.35, 1.25)
      let bend = lean * height + 0.15 * height * random.normal()
      let start = 0.35 * top * random.uniform() * random.uniform()
      addStrand(length: height, brightness: 1.6 * exp(0.6 * random.normal()), random: &random) {
        t in
        limb.pixel(along: foot + bend * t * t, height: start + height * t)
      }
    }
  }

  /// A dark ribbon on the disc, seen obliquely.
  mutating func addFilament(on limb: SolarLimb, random: inout RandomSource) {
    let size = Double(limb.width)
    let left = random.uniform(0.05, 0.6) * size
    let length = random.uniform(0.15, 0.35) * size
    let depth = -random.uniform(0.06, 0.24) * Double(limb.height)
    let slope = random.uniform(-0.2, 0.2)
    let curve = random.uniform(-0.12, 0.12) * length
    for _ in 0..<30 {
      let shift = 0.012 * size * random.normal()
      let (start, end) = (random.uniform(0, 0.3), random.uniform(0.7, 1))
      addStrand(length: length, brightness: 1, random: &random) { t in
        let s = start + (end - start) * t
        return limb.pixel(
          along: left + length * s,
          height: depth + slope * length * s + curve * sin(Double.pi * s) + 0.5 * shift)
      }
    }
  }

  /// One thread: points half a pixel apart along a path, brighter in clumps, faint at its ends.
  private mutating func addStrand(
    length: Double, brightness: Double, random: inout RandomSource,
    path: (_ t: Double) -> Position
  ) {
    let points = max(Int(3 * length), 2)
    let (waves, phase) = (random.uniform(1.5, 5), random.uniform(0, 2 * Double.pi))
    for point in 0...points {
      let t = Double(point) / Double(points)
      let clumps = 0.65 + 0.35 * sin(2 * Double.pi * waves * t + phase)
      let ends = min(1, 6 * min(t + 0.08, 1.02 - t))
      add(brightness * clumps * ends, at: path(t))
    }
  }

  /// Shares an amount of light among the four pixels round a place.
  private mutating func add(_ amount: Double, at place: Position) {
    let (column, row) = (Int(place.x.rounded(.down)), Int(place.y.rounded(.down)))
    guard (0..<light.width - 1).contains(column), (0..<light.height - 1).contains(row) else {
      return
    }
    let (u, v) = (place.x - Double(column), place.y - Double(row))
    light[column, row] += amount * (1 - u) * (1 - v)
    light[column + 1, row] += amount * u * (1 - v)
    light[column, row + 1] += amount * (1 - u) * v
    light[column + 1, row + 1] += amount * u * v
  }

  /// The threads bent by turbulence, so that no two follow one curve.
  private func warped(random: inout RandomSource) -> Field {
    let reach = 0.008 * Double(light.width)
    let (right, down) = (
      PowerLawField.make(
        width: light.width, height: light.height, index: 3.4, minimumFrequency: 5, random: &random),
      PowerLawField.make(
        width: light.width, height: light.height, index: 3.4, minimumFrequency: 5, random: &random)
    )
    var result = Field(width: light.width, height: light.height)
    result.apply { x, y, _ in
      let index = Int(y) * light.width + Int(x)
      let u = min(max(x + reach * right.values[index], 0), Double(light.width) - 1.001)
      let v = min(max(y + reach * down.values[index], 0), Double(light.height) - 1.001)
      let (column, row) = (Int(u), Int(v))
      let (a, b) = (u - Double(column), v - Double(row))
      return (1 - b) * ((1 - a) * light[column, row] + a * light[column + 1, row])
        + b * ((1 - a) * light[column, row + 1] + a * light[column + 1, row + 1])
    }
    return result
  }

  /// The threads with their haze and turbulence, scaled so that the brightest 1 % of what shines is 1.
  func painted(random: inout RandomSource) -> Field {
    let haze = light.gaussianBlurred(sigma: 0.008 * Double(light.width))
    let turbulence = PowerLawField.make(
      width: light.width, height: light.height, index: 2.6, minimumFrequency: 3, random: &random)
    var result = warped(random: &random).gaussianBlurred(sigma: 0.8)
    for index in result.values.indices {
      result.values[index] =
        (0.6 * result.values[index] + 0.7 * haze.values[index])
        * exp(0.55 * turbulence.values[index])
    }
    let shining = result.values.filter { $0 > 1e-3 }.sorted()
    guard let bright = shining.isEmpty ? nil : shining[shining.count * 99 / 100] else {
      return result
    }
    for index in result.values.indices { result.values[index] /= bright }
    return result
  }
}
