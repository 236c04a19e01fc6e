import SkyMeasurement

private import Foundation

/// Lays frames upon each other by their stars, whatever shift, rotation or scale lies between them.
package enum StarRegistration {
  /// Stars a frame needs to be matched at all.
  package static let fewest = 5

  /// The map from the stars of one frame to those of another, both brightest first.
  ///
  /// Shifts are tried first, by a vote of all pairs, then triangles of the 30 brightest stars, whose shape neither rotation
  /// nor scale changes (Groth, AJ 91, 1244, 1986). Either is refined on nearest neighbours until it settles. `nil` where
  /// fewer than ``fewest`` stars, or a quarter of the shorter list's 100 brightest, agree within 1.5 pixels.
  package static func map(
    from first: [SIMD2<Double>], to second: [SIMD2<Double>]
  ) -> Registration? {
    guard min(first.count, second.count) >= fewest else { return nil }
    var best: Registration?
    for start in [shift(first, second), triangles(first, second)] {
      guard let start, let found = refined(start, first, second) else { continue }
      if found.matched > best?.matched ?? 0 { best = found }
      if found.matched > min(first.count, second.count, 100) / 2 { break }
    }
    return best
  }

  /// Fits and matches in turn, closer each time.
  package static func refined(
    _ start: AffineMap, _ first: [SIMD2<Double>], _ second: [SIMD2<Double>]
  ) -> Registration? {
    var map = start
    var pairs: (from: [SIMD2<Double>], to: [SIMD2<Double>]) = ([], [])
    for reach in [6.0, 4, 3, 2, 1.5, 1.5, 1.5] {
      pairs = matches(map, first, second, within: reach)
      guard let next = AffineMap.fitted(from: pairs.from, to: pairs.to) else { return nil }
      map = next
    }
    let needed = max(fewest, min(first.count, second.count, 100) / 4)
    guard pairs.from.count >= needed, abs(abs(map.determinant) - 1) < 0.5 else { return nil }
    var sum = 0.0
    for (place, image) in zip(pairs.from, pairs.to) {
      let d = map(place) - image
      sum += d.x * d.x + d.y * d.y
    }
    return Registration(
      map: map, source: .stars, matched: pairs.from.count,
      residual: (sum / Double(pairs.from.count)).squareRoot())
  }

  /// Pairs of stars that a map brings together.
  package static func matches(
    _ map: AffineMap, _ first: [SIMD2<Double>], _ second: [SIMD2<Double>], within reach: Double
  ) -> (from: [SIMD2<Double>], to: [SIMD2<Double>]) {
    let index = PointIndex(second, reach: reach)
    let partner = index.match(
      first.map { map($0) }, brightestFirst: Array(first.indices), within: reach)
    var pairs: (from: [SIMD2<Double>], to: [SIMD2<Double>]) = ([], [])
    for (i, j) in partner.enumerated() {
      guard let j else { continue }
      pairs.from.append(first[i])
      pairs.to.append(second[j])
    }
    return pairs
  }

  /// The shift that most pairs of the 80 brightest stars of each frame have in common.
  private static func shift(_ first: [SIMD2<Double>], _ second: [SIMD2<Double>]) -> AffineMap? {
    let cell = 4.0
    var votes: [SIMD2<Int>: (count: Int, sum: SIMD2<Double>)] = [:]
    for a in first.prefix(80) {
      for b in second.prefix(80) {
        let d = b - a
        let address = SIMD2(Int((d.x / cell).rounded()), Int((d.y / cell).rounded()))
        let known = votes[address] ?? (0, SIMD2(0, 0))
        votes[address] = (known.count + 1, known.sum + d)
      }
    }
    // Neighbouring cells share a shift that lies on their border.
    func around(_ address: SIMD2<Int>) -> (count: Int, sum: SIMD2<Double>) {
      var total = (count: 0, sum: SIMD2(0.0, 0.0))
      for dy in -1...1 {
        for dx in -1...1 {
          guard let cell = votes[address &+ SIMD2(dx, dy)] else { continue }
          total = (total.count + cell.count, total.sum + cell.sum)
        }
      }
      return total
    }
    let best = votes.keys.map { ($0, around($0)) }.max {
      ($0.1.count, $1.0.x, $1.0.y) < ($1.1.count, $0.0.x, $0.0.y)
    }
    guard let (_, sum) = best, sum.count >= 3 else { return nil }
    return .shift(sum.sum.x / Double(sum.count), sum.sum.y / Double(sum.count))
  }

  private struct Triangle {
    var corners: [Int]
    var shape: SIMD2<Double>
  }

  /// The similarity that triangles of one shape vote for.
  private static func triangles(_ first: [SIMD2<Double>], _ second: [SIMD2<Double>]) -> AffineMap? {
    let (here, there) = (shapes(first), shapes(second))
    let cell = 0.01
    var index: [SIMD2<Int>: [Int]] = [:]
    func address(_ shape: SIMD2<Double>) -> SIMD2<Int> {
      SIMD2(Int((shape.x / cell).rounded(.down)), Int((shape.y / cell).rounded(.down)))
    }
    for (i, triangle) in there.enumerated() {
      index[address(triangle.shape), default: []].append(i)
    }
    var votes: [SIMD2<Int>: Int] = [:]
    for triangle in here {
      let home = address(triangle.shape)
      for dy in -1...1 {
        for dx in -1...1 {
          for other in index[home &+ SIMD2(dx, dy)] ?? [] {
            let d = there[other].shape - triangle.shape
            guard hypot(d.x, d.y) < 0.006 else { continue }
            for (a, b) in zip(triangle.corners, there[other].corners) {
              votes[SIMD2(a, b), default: 0] += 1
            }
          }
        }
      }
    }
    let ranked = votes.sorted { ($1.value, $0.key.x, $0.key.y) < ($0.value, $1.key.x, $1.key.y) }
    var (taken, used): (Set<Int>, Set<Int>) = ([], [])
    var pairs: [(SIMD2<Double>, SIMD2<Double>)] = []
    for (pair, _) in ranked where pairs.count < 8 {
      guard !taken.contains(pair.x), !used.contains(pair.y) else { continue }
      taken.insert(pair.x)
      used.insert(pair.y)
      pairs.append((first[pair.x], second[pair.y]))
    }
    // The two pairs whose similarity most others follow.
    var best: (count: Int, map: AffineMap)?
    for i in pairs.indices {
      for j in pairs.indices.prefix(i) {
        let (p, q) = (pairs[i].0 - pairs[j].0, pairs[i].1 - pairs[j].1)
        let square = p.x * p.x + p.y * p.y
        guard square > 100 else { continue }
        let (scale, turn) = ((q.x * p.x + q.y * p.y) / square, (q.y * p.x - q.x * p.y) / square)
        var map = AffineMap(a: scale, b: -turn, c: 0, d: turn, e: scale, f: 0)
        let moved = map(pairs[i].0)
        map.c = pairs[i].1.x - moved.x
        map.f = pairs[i].1.y - moved.y
        let count = matches(map, first, second, within: 4).from.count
        if count > best?.count ?? 2 { best = (count, map) }
      }
    }
    return best?.map
  }

  /// The shapes of the brightest stars' triangles: their shorter sides over the longest, corners in a fixed order.
  private static func shapes(_ stars: [SIMD2<Double>]) -> [Triangle] {
    let count = min(stars.count, 30)
    var found: [Triangle] = []
    for i in 0..<count {
      for j in 0..<i {
        for k in 0..<j {
          var sides = [(i, j, k), (j, i, k), (k, i, j)].map { corner, a, b in
            (corner: corner, length: hypot(stars[a].x - stars[b].x, stars[a].y - stars[b].y))
          }
          sides.sort { ($1.length, $0.corner) < ($0.length, $1.corner) }
          guard sides[0].length > 20, sides[2].length > 0.1 * sides[0].length,
            sides[0].length > 1.02 * sides[1].length, sides[1].length > 1.02 * sides[2].length
          else { continue }
          found.append(
            Triangle(
              corners: sides.map(\.corner),
              shape: SIMD2(
                sides[1].length / sides[0].length, sides[2].length / sides[0].length)))
        }
      }
    }
    return found
  }
}
