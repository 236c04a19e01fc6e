internal import Kernels

/// Memory that a plan needs between two moments, once or twice in a run.
package final class PlanBuffer {
  /// A stretch of a run during which the buffer holds something.
  package struct Life {
    /// The first and last moments at which someone uses it.
    package var moments: ClosedRange<Int>
    /// The first scalar's place in the plan's memory.
    package var offset = 0
  }

  /// Float32 scalars, whole vectors of 16.
  package let scalars: Int
  /// The buffer's lives, in order: two where its contents are computed again for the backward pass.
  package private(set) var lives: [Life] = []
  /// The first scalar of the present life, once the plan has memory.
  private(set) var pointer: UnsafeMutablePointer<Float>?

  /// Creates a buffer of at least so many scalars.
  package init(scalars: Int) { self.scalars = roundUp(scalars, to: 16) }

  /// The first and last moments of the first life; nothing where nobody uses the buffer.
  package var lifetime: ClosedRange<Int>? { lives.first?.moments }
  /// The place of the first life.
  package var offset: Int { lives.first?.offset ?? 0 }

  /// Notes a use in one life, which follows those that are there or is one of them.
  package func use(at moment: Int, life: Int = 0) {
    if life < lives.count {
      let old = lives[life].moments
      lives[life].moments = min(old.lowerBound, moment)...max(old.upperBound, moment)
    } else {
      lives.append(Life(moments: moment...moment))
    }
  }

  /// Gives a life its place.
  fileprivate func place(_ life: Int, at offset: Int) { lives[life].offset = offset }

  /// Makes a life the present one; a buffer that nobody uses has none.
  func enter(life: Int, of memory: AlignedMemory) {
    if lives.indices.contains(life) { pointer = memory.pointer + lives[life].offset }
  }
}

extension [PlanBuffer] {
  /// Gives every life of every buffer a place, so that those alive at one moment do not overlap; returns the memory's
  /// scalars.
  ///
  /// The greatest buffers choose first, each the lowest place that is free for its lifetime.
  package func assignPlaces() -> Int {
    var placed: [(range: Range<Int>, moments: ClosedRange<Int>)] = []
    var total = 0
    let order = enumerated().sorted {
      ($1.element.scalars, $0.offset) < ($0.element.scalars, $1.offset)
    }
    for (_, buffer) in order {
      for (index, life) in buffer.lives.enumerated() {
        let busy = placed.filter { $0.moments.overlaps(life.moments) }.map(\.range)
          .sorted { $0.lowerBound < $1.lowerBound }
        var offset = 0
        for range in busy {
          if offset + buffer.scalars <= range.lowerBound { break }
          offset = Swift.max(offset, range.upperBound)
        }
        buffer.place(index, at: offset)
        total = Swift.max(total, offset + buffer.scalars)
        placed.append((offset..<(offset + buffer.scalars), life.moments))
      }
    }
    return total
  }
}
