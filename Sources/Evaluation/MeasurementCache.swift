private import Synchronization

/// Remembers measurements by type and plane.
///
/// Two tasks that ask at the same moment may both measure; measurements are deterministic, so either answer will do.
final class MeasurementCache: Sendable {
  private struct Key: Hashable {
    var kind: ObjectIdentifier
    var plane: Int
  }

  private let known = Mutex<[Key: any Sendable]>([:])

  func value<M: Sendable>(_ kind: M.Type, plane: Int, make: () throws -> M) throws -> M {
    let key = Key(kind: ObjectIdentifier(kind), plane: plane)
    if let value = known.withLock({ $0[key] }) as? M { return value }
    let value = try make()
    known.withLock { $0[key] = value }
    return value
  }
}
