private import Synchronization

/// The indices of a loop, cut into one stretch a worker, from which others take what is left over.
///
/// A worker begins with its own stretch, which is the same part of an image in one loop after another: what it wrote in the
/// last one is still in its own caches.
final class Shares: Sendable {
  /// Counters lie on cache lines of their own.
  private static let pitch = 64 / MemoryLayout<Int>.stride * 2
  // SAFETY: each pair is an index that only goes up, and its end, written while no worker is at work.
  private nonisolated(unsafe) let next: UnsafeMutablePointer<Atomic<Int>>
  private nonisolated(unsafe) let ends: UnsafeMutablePointer<Int>

  /// Makes room for as many workers as there can be.
  init(workers: Int = 256) {
    next = .allocate(capacity: workers * Self.pitch)
    ends = .allocate(capacity: workers)
    for index in 0..<workers * Self.pitch { (next + index).initialize(to: Atomic(0)) }
    ends.initialize(repeating: 0, count: workers)
  }

  deinit {
    next.deallocate()
    ends.deallocate()
  }

  /// Cuts `0..<count` anew.
  func divide(_ count: Int, among workers: Int) {
    for worker in 0..<workers {
      next[worker * Self.pitch].store(count * worker / workers, ordering: .relaxed)
      ends[worker] = count * (worker + 1) / workers
    }
  }

  /// The next index of a worker's stretch; nothing where it is at its end.
  func take(from worker: Int) -> Int? {
    let index = next[worker * Self.pitch].wrappingAdd(1, ordering: .relaxed).oldValue
    return index < ends[worker] ? index : nil
  }
}
