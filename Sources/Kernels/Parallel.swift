private import Dispatch
private import Glibc
private import Synchronization

/// Runs independent pieces of work on a settable number of threads.
///
/// A piece must not depend on which thread runs it, nor on how many there are: that is what makes results the same, bit for
/// bit, for any thread count. Sums over pieces are made afterwards, in the pieces' order.
public enum Parallel {
  private static let setting = Atomic<Int>(0)

  /// Threads that work at once: the processors that are on line, until set; at least 1.
  public static var threads: Int {
    get {
      let value = setting.load(ordering: .relaxed)
      return value > 0 ? value : available
    }
    set { setting.store(max(1, newValue), ordering: .relaxed) }
  }

  /// The processors that are on line.
  public static let available = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// Calls `body` once with each index below `count`, in no order, and returns when all are done.
  ///
  /// One loop of the process at a time runs on threads that wait for it; loops inside it, or beside it, share the system's.
  ///
  /// The second argument numbers the worker, below `workers`: workers' own scratch memory is kept by that number.
  public static func run(
    _ count: Int, workers: Int = Parallel.threads,
    _ body: (_ index: Int, _ worker: Int) -> Void
  ) {
    let used = min(workers, count)
    if used <= 1 {
      for index in 0..<count { body(index, 0) }
      return
    }
    if WorkerPool.shared.run(count, workers: used, body) { return }
    let next = Counter()
    withoutActuallyEscaping(body) { body in
      // SAFETY: the closure lives until concurrentPerform returns, and its callers' pieces touch disjoint memory.
      nonisolated(unsafe) let work = body
      DispatchQueue.concurrentPerform(iterations: used) { worker in
        var index = next.take()
        while index < count {
          work(index, worker)
          index = next.take()
        }
      }
    }
  }

  /// Hands out 0, 1, 2 and so on.
  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
  }
}
