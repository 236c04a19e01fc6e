import Dispatch
import Synchronization

/// One piece of work at a time on a thread of its own.
final class BackgroundWork<Value: Sendable> {
  private let queue: DispatchQueue
  private let outcome = Outcome()
  private var isStarted = false

  init(_ label: String) { queue = DispatchQueue(label: label) }

  /// Starts a piece; the result of the one before must have been taken.
  func start(_ work: @escaping () throws -> Value) {
    precondition(!isStarted, "the last piece's result was not taken")
    isStarted = true
    // SAFETY: whoever starts a piece leaves what it touches alone until its result is taken.
    nonisolated(unsafe) let work = work
    queue.async { [outcome] in
      let result = Result { try work() }
      outcome.value.withLock { $0 = result }
    }
  }

  /// Waits for the piece and returns what it made, or throws what it threw.
  func result() throws -> Value {
    drain()
    guard let result = outcome.value.withLock({ $0.take() }) else {
      throw RunError("internal: no work was started")
    }
    return try result.get()
  }

  /// Waits for the piece, whatever came of it.
  func drain() {
    queue.sync {}
    isStarted = false
  }

  private final class Outcome: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
  }
}
