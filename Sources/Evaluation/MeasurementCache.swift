private import Synchronization

/// Remembers measurements by type and plane, the latest used as far as they fit.
///
/// Each is made once while it is remembered: who asks for one that another thread is making waits for it. Measurements ask
/// for others, never in a circle, so no two threads wait for each other. What no longer fits is forgotten, the longest
/// unused first, and made again when it is asked for: the same values, later.
package final class MeasurementCache: Sendable {
  private struct Key: Hashable {
    var kind: ObjectIdentifier
    var plane: Int
  }

  private final class Entry: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  /// An entry with how large it is, once it is made, and when it was last asked for.
  private struct Slot {
    var entry = Entry()
    var byteCount = 0
    var lastUse = 0
  }

  private struct State {
    var slots: [Key: Slot] = [:]
    var uses = 0

    mutating func entry(_ key: Key) -> Entry {
      uses += 1
      slots[key, default: Slot()].lastUse = uses
      return slots[key, default: Slot()].entry
    }

    /// Notes the size of what was made, and forgets others until it fits.
    mutating func keep(_ key: Key, bytes: Int, capacity: Int) {
      slots[key]?.byteCount = bytes
      var kept = slots.values.reduce(0) { $0 + $1.byteCount }
      let others = slots.filter { $0.key != key && $0.value.byteCount > 0 }
      for (other, slot) in others.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
        guard kept > capacity else { return }
        kept -= slot.byteCount
        slots[other] = nil
      }
    }
  }

  private let capacity: Int
  private let state = Mutex(State())

  /// Keeps at most so many bytes, or the latest measurement alone where that is larger.
  package init(capacity: Int) {
    self.capacity = capacity
  }

  /// The measurement of a type and plane, from memory or made now.
  package func value<M: Measurement>(_ kind: M.Type, plane: Int, make: () throws -> M) throws -> M {
    let key = Key(kind: ObjectIdentifier(kind), plane: plane)
    let entry = state.withLock { $0.entry(key) }
    let (value, isNew) = try entry.value.withLock { known in
      if let value = known as? M { return (value, false) }
      let value = try make()
      known = value
      return (value, true)
    }
    if isNew {
      state.withLock { $0.keep(key, bytes: value.byteCount, capacity: capacity) }
    }
    return value
  }
}
