private import Synchronization

/// Remembers measurements by type and plane.
///
/// Each is made once: who asks for one that another thread is making waits for it. Measurements ask for others, never in a
/// circle, so no two threads wait for each other.
final class MeasurementCache: Sendable {
  private struct Key: Hashable {
    var kind: ObjectIdentifier
    var plane: Int
  }

  private final class Entry: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  private let entries = Mutex<[Key: Entry]>([:])

  func value<M: Sendable>(_ kind: M.Type, plane: Int, make: () throws -> M) throws -> M {
    let key = Key(kind: ObjectIdentifier(kind), plane: plane)
    let entry = entries.withLock { entries in
      let entry = entries[key] ?? Entry()
      entries[key] = entry
      return entry
    }
    return try entry.value.withLock { known in
      if let value = known as? M { return value }
      let value = try make()
      known = value
      return value
    }
  }
}
