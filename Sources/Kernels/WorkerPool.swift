internal import CPrefetch
private import Glibc
internal import Synchronization

/// Threads that wait for work without sleeping at once.
///
/// A step of training is some hundreds of parallel loops of a tenth of a millisecond to ten. To wake a sleeping thread takes a
/// good part of the shortest, so a thread that has nothing to do looks for new work for a while before it sleeps. A loop
/// never waits for a thread that has not come yet: whoever is there does the work.
package final class WorkerPool: Sendable {
  /// The pool of the process.
  package static let shared = WorkerPool()

  /// One parallel loop.
  private struct Job {
    var workers: Int
    var body: (_ index: Int, _ worker: Int) -> Void
  }

  /// Loops that look for work before a thread sleeps: about a tenth of a millisecond.
  private static let patience = 2000
  /// Helpers beside the calling thread that one loop can have.
  private static let mostHelpers = 255

  /// Held while a loop is run.
  private let isBusy = Atomic<Bool>(false)
  /// See ``State``.
  private let state = Atomic<UInt64>(0)
  /// What is left of each worker's share of the indices.
  private let shares = Shares()
  /// Helpers that have left the present loop.
  private let left = Atomic<UInt64>(0)
  private let threads = Atomic<Int>(0)
  private let helpersSleep = Alarm()
  private let callerSleeps = Alarm()
  // SAFETY: written by the thread that holds `isBusy`, while no helper can enter; read by helpers that have entered.
  private nonisolated(unsafe) var job: UnsafePointer<Job>?

  /// Makes a pool without threads. Once it has some, it lives as long as the process.
  package init() {}

  /// Who may come in: helpers admitted and helpers that have entered, in a byte each, then the loop's number.
  ///
  /// A loop is closed by admitting no more than have entered.
  private struct State {
    var word: UInt64
    var admitted: UInt64 { word & 0xFF }
    var entered: UInt64 { word >> 8 & 0xFF }
    var isOpen: Bool { entered < admitted }
    var afterEntering: State { State(word: word + 0x100) }
    var closed: State { State(word: word & ~0xFF | entered) }
    func following(admitting helpers: Int) -> State {
      State(word: (word >> 16 &+ 1) << 16 | UInt64(helpers))
    }
  }

  /// Runs the loop on the calling thread and at most `workers - 1` others; false, with nothing done, where the pool is at work
  /// already or `workers` are more than it can number.
  package func run(
    _ count: Int, workers: Int, _ body: (_ index: Int, _ worker: Int) -> Void
  ) -> Bool {
    let helpers = workers - 1
    guard helpers <= Self.mostHelpers,
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    defer { isBusy.store(false, ordering: .releasing) }
    while threads.load(ordering: .relaxed) < helpers, startThread() {}
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: Job(workers: workers, body: body)) { job in
        self.job = job
        shares.divide(count, among: workers)
        left.store(0, ordering: .relaxed)
        let opened = State(word: state.load(ordering: .relaxed)).following(admitting: helpers)
        state.store(opened.word, ordering: .sequentiallyConsistent)
        helpersSleep.wakeAll()
        work(job, worker: 0)
        waitForHelpers(close())
        self.job = nil
      }
    }
    return true
  }

  private func work(_ job: UnsafePointer<Job>, worker: Int) {
    for offset in 0..<job.pointee.workers {
      let share = (worker + offset) % job.pointee.workers
      while let index = shares.take(from: share) { job.pointee.body(index, worker) }
    }
  }

  /// Lets nobody in any more, and returns how many have entered.
  private func close() -> UInt64 {
    var seen = State(word: state.load(ordering: .relaxed))
    while true {
      let (closed, current) = state.weakCompareExchange(
        expected: seen.word, desired: seen.closed.word, ordering: .acquiringAndReleasing)
      if closed { return seen.entered }
      seen = State(word: current)
    }
  }

  private func waitForHelpers(_ entered: UInt64) {
    var looks = 0
    while left.load(ordering: .sequentiallyConsistent) < entered {
      looks += 1
      if looks < Self.patience {
        pause_while_waiting()
      } else {
        callerSleeps.sleep { left.load(ordering: .sequentiallyConsistent) < entered }
      }
    }
  }

  /// Starts one more helper; false where the system gives no thread.
  private func startThread() -> Bool {
    var thread = pthread_t()
    let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pool in
      if let pool { Unmanaged<WorkerPool>.fromOpaque(pool).takeUnretainedValue().help() }
      return nil
    }
    let pool = Unmanaged.passRetained(self)
    guard pthread_create(&thread, nil, start, pool.toOpaque()) == 0 else {
      pool.release()
      return false
    }
    pthread_detach(thread)
    threads.wrappingAdd(1, ordering: .relaxed)
    return true
  }

  /// What a helper does for as long as the process lives.
  private func help() -> Never {
    var looks = 0
    while true {
      let seen = State(word: state.load(ordering: .acquiring))
      if seen.isOpen {
        let entered = state.weakCompareExchange(
          expected: seen.word, desired: seen.afterEntering.word, ordering: .acquiringAndReleasing
        ).exchanged
        if entered, let job {
          work(job, worker: Int(seen.entered) + 1)
          left.wrappingAdd(1, ordering: .sequentiallyConsistent)
          callerSleeps.wakeAll()
          looks = 0
        }
      } else if looks < Self.patience {
        looks += 1
        pause_while_waiting()
      } else {
        helpersSleep.sleep { !State(word: state.load(ordering: .sequentiallyConsistent)).isOpen }
        looks = 0
      }
    }
  }
}
