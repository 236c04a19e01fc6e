private import Glibc
private import Synchronization

/// Puts threads to sleep until another one wakes them; none sleeps through what it waits for.
///
/// Whoever changes what a sleeper waits for does so by a sequentially consistent write before ``wakeAll()``: then either the
/// sleeper sees the change, or the other sees the sleeper.
final class Alarm: Sendable {
  /// Threads that sleep, or are about to.
  private let sleepers = Atomic<Int>(0)
  // SAFETY: made once, changed by nothing but pthread's own calls, which are for many threads.
  private nonisolated(unsafe) let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(
    capacity: 1)
  private nonisolated(unsafe) let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(
    capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Sleeps for as long as the condition holds.
  func sleep(while holds: () -> Bool) {
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    pthread_mutex_lock(mutex)
    while holds() { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
    sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
  }

  /// Wakes all that sleep; costs nothing where nobody does.
  func wakeAll() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }
}
