internal import Kernels

/// Memory that a plan needs between two moments.
package final class PlanBuffer {
  /// Float32 scalars, whole vectors of 16.
  package let scalars: Int
  /// The first and last moments at which someone uses it; nothing where nobody does.
  package private(set) var lifetime: ClosedRange<Int>?
  /// The first scalar's place in the plan's memory.
  package var offset = 0
  /// The first scalar, once the plan has memory.
  var pointer: UnsafeMutablePointer<Float>?

  /// Creates a buffer of at least so many scalars.
  package init(scalars: Int) { self.scalars = roundUp(scalars, to: 16) }

  /// Notes a use.
  package func use(at moment: Int) {
    let old = lifetime ?? moment...moment
    lifetime = min(old.lowerBound, moment)...max(old.upperBound, moment)
  }
}

extension [PlanBuffer] {
  /// Gives every buffer a place, so that those alive at one moment do not overlap; returns the memory's scalars.
  ///
  /// The greatest buffers choose first, each the lowest place that is free for its lifetime.
  package func assignPlaces() -> Int {
    var placed: [(buffer: PlanBuffer, lifetime: ClosedRange<Int>)] = []
    var total = 0
    let order = enumerated().sorted {
      ($1.element.scalars, $0.offset) < ($0.element.scalars, $1.offset)
    }
    for (_, buffer) in order {
      guard let lifetime = buffer.lifetime else { continue }
      let busy = placed.filter { $0.lifetime.overlaps(lifetime) }
        .map { $0.buffer.offset..<($0.buffer.offset + $0.buffer.scalars) }
        .sorted { $0.lowerBound < $1.lowerBound }
      var offset = 0
      for range in busy {
        if offset + buffer.scalars <= range.lowerBound { break }
        offset = Swift.max(offset, range.upperBound)
      }
      buffer.offset = offset
      total = Swift.max(total, offset + buffer.scalars)
      placed.append((buffer, lifetime))
    }
    return total
  }
}
