import Kernels
import Synchronization

/// Maps indices to values on several threads, results in order: the same for any number of threads.
///
/// The first error in index order is thrown after every started item has ended. After a request to stop, no item starts.
func parallelMap<T: Sendable>(
  _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> T
) throws -> [T] {
  guard count > 0 else { return [] }
  let results = Mutex<[Int: Result<T, any Error>]>([:])
  Parallel.run(count, workers: threads) { index, _ in
    let result = Result {
      try Interruption.check()
      return try body(index)
    }
    results.withLock { $0[index] = result }
  }
  let known = results.withLock { $0 }
  return try (0..<count).map { index in
    guard let result = known[index] else { throw RunError("internal: item \(index) was not made") }
    return try result.get()
  }
}
