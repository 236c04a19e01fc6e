import Foundation
package import Randomness

/// The cells of a convective surface: bright granules of unequal size between dark lanes.
///
/// Granules are the cells of an additively weighted Voronoi diagram over points that keep a distance from each other, which
/// gives the narrow distribution of sizes of the solar surface; each granule has its own brightness.
package struct GranulePattern: Sendable {
  /// Where a place lies in its granule.
  package struct Location {
    /// How far the place is from the nearest lane, in units of the typical cell; 0 on the lane.
    package var laneDistance: Double
    /// The granule's own brightness, a standard normal number.
    package var brightness: Double
  }

  private struct Granule {
    var x: Double
    var y: Double
    var growth: Double
    var brightness: Double
  }

  private let cell: Double
  private let columns: Int
  private let rows: Int
  /// Granules of each bucket: those of bucket `i` are `first[i]..<first[i + 1]`.
  private var first: [Int]
  private var granules: [Granule]

  /// A pattern over 0...`width` by 0...`height`, with a margin of three cells beyond each border.
  package init(width: Double, height: Double, cell: Double, random: inout RandomSource) {
    self.cell = cell
    columns = Int(width / cell) + 7
    rows = Int(height / cell) + 7
    var buckets = [[Granule]](repeating: [], count: columns * rows)
    // Throwing darts at 0.7 cells' distance fills the plane to about one granule a cell.
    let least = 0.49 * cell * cell
    for _ in 0..<(columns * rows * 14) {
      let x = random.uniform(0, Double(columns)) * cell
      let y = random.uniform(0, Double(rows)) * cell
      let (column, row) = (Int(x / cell), Int(y / cell))
      var isFree = true
      for near in max(row - 1, 0)...min(row + 1, rows - 1) where isFree {
        for other in max(column - 1, 0)...min(column + 1, columns - 1) where isFree {
          for granule in buckets[near * columns + other] {
            let (dx, dy) = (granule.x - x, granule.y - y)
            if dx * dx + dy * dy < least { isFree = false }
          }
        }
      }
      guard isFree else { continue }
      buckets[row * columns + column].append(
        Granule(
          x: x, y: y, growth: 0.13 * cell * random.normal(), brightness: random.normal()))
    }
    first = [0]
    granules = []
    for bucket in buckets {
      granules += bucket
      first.append(granules.count)
    }
  }

  /// The granule at a place, and how far its lane is.
  package func location(_ x: Double, _ y: Double) -> Location {
    let (px, py) = (x + 3 * cell, y + 3 * cell)
    let column = min(max(Int(px / cell), 2), columns - 3)
    let row = min(max(Int(py / cell), 2), rows - 3)
    var nearest = Double.infinity
    var second = Double.infinity
    var brightness = 0.0
    for bucketRow in (row - 2)...(row + 2) {
      let range = first[bucketRow * columns + column - 2]..<first[bucketRow * columns + column + 3]
      for index in range {
        let granule = granules[index]
        let (dx, dy) = (granule.x - px, granule.y - py)
        let distance = (dx * dx + dy * dy).squareRoot() - granule.growth
        if distance < nearest {
          second = nearest
          nearest = distance
          brightness = granule.brightness
        } else if distance < second {
          second = distance
        }
      }
    }
    return Location(laneDistance: (second - nearest) / cell, brightness: brightness)
  }
}

extension GranulePattern {
  /// The relative brightness at a place, unscaled: domes of unequal brightness, falling steeply into the lanes.
  package func brightness(_ x: Double, _ y: Double) -> Double {
    let place = location(x, y)
    let dome = 1 - exp(-pow(place.laneDistance / 0.3, 1.5))
    return dome * (1 + 0.22 * place.brightness) + 0.10 * place.brightness
  }
}
