private import Foundation

/// Points sorted into square cells, so that those near a place are found without looking at the rest.
package struct PointIndex: Sendable {
  private let points: [SIMD2<Double>]
  private let cell: Double
  private let cells: [SIMD2<Int>: [Int]]

  /// `reach`: the largest distance that will be asked for.
  package init(_ points: [SIMD2<Double>], reach: Double) {
    self.points = points
    cell = reach
    var cells: [SIMD2<Int>: [Int]] = [:]
    for (i, point) in points.enumerated() {
      cells[Self.address(point, reach), default: []].append(i)
    }
    self.cells = cells
  }

  /// The indices and distances of all points within `radius`, at most the index's reach, in ascending order of index.
  package func near(_ place: SIMD2<Double>, within radius: Double) -> [(
    index: Int, distance: Double
  )] {
    let center = Self.address(place, cell)
    var found: [(index: Int, distance: Double)] = []
    for dy in -1...1 {
      for dx in -1...1 {
        for i in cells[center &+ SIMD2(dx, dy)] ?? [] {
          let d = points[i] - place
          let distance = hypot(d.x, d.y)
          if distance <= radius { found.append((i, distance)) }
        }
      }
    }
    return found.sorted { $0.index < $1.index }
  }

  package func hasPoint(near place: SIMD2<Double>, within radius: Double) -> Bool {
    !near(place, within: radius).isEmpty
  }

  /// For every reference the detection that is its own, or nil: brightest reference first, nearest free detection.
  package func match(
    _ references: [SIMD2<Double>], brightestFirst order: [Int], within radius: Double
  ) -> [Int?] {
    var matched = [Int?](repeating: nil, count: references.count)
    var isTaken = [Bool](repeating: false, count: points.count)
    for i in order {
      var best: (index: Int, distance: Double)?
      for candidate in near(references[i], within: radius) where !isTaken[candidate.index] {
        if candidate.distance <= best?.distance ?? radius { best = candidate }
      }
      if let best {
        matched[i] = best.index
        isTaken[best.index] = true
      }
    }
    return matched
  }

  private static func address(_ point: SIMD2<Double>, _ cell: Double) -> SIMD2<Int> {
    SIMD2(Int((point.x / cell).rounded(.down)), Int((point.y / cell).rounded(.down)))
  }
}
