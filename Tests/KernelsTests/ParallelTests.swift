import Dispatch
import Glibc
import Kernels
import Synchronization
import Testing

@Suite("Parallel")
struct ParallelTests {
  @Test("runs every index once and numbers workers below their count", arguments: [1, 2, 3, 8])
  func indices(_ workers: Int) {
    let seen = Mutex([Int](repeating: 0, count: 100))
    let numbers = Mutex(Set<Int>())
    Parallel.run(100, workers: workers) { index, worker in
      seen.withLock { $0[index] += 1 }
      _ = numbers.withLock { $0.insert(worker) }
    }
    #expect(seen.withLock { $0 } == [Int](repeating: 1, count: 100))
    #expect(numbers.withLock { $0 }.allSatisfy { (0..<workers).contains($0) })
  }

  @Test("runs every index of a loop inside a loop, and of loops of many threads at once")
  func nested() {
    let sum = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      Parallel.run(5, workers: 3) { outer, _ in
        Parallel.run(7, workers: 3) { inner, _ in
          sum.wrappingAdd(outer * 7 + inner, ordering: .relaxed)
        }
      }
    }
    #expect(sum.load(ordering: .relaxed) == 4 * 35 * 34 / 2)
  }

  @Test("runs nothing for no pieces")
  func none() {
    Parallel.run(0, workers: 2) { _, _ in Issue.record("called") }
  }
}

@Suite("Worker pool")
struct WorkerPoolTests {
  @Test("does not begin a loop before every piece of the last is done, thousands of times")
  func order() {
    let pool = WorkerPool()
    let size = 5
    let rounds = Mutex([Int](repeating: 0, count: size))
    for round in 0..<20_000 {
      let ran = pool.run(size, workers: 4) { index, _ in
        rounds.withLock { $0[index] += $0.allSatisfy { $0 >= round } ? 1 : size * 20_000 }
      }
      #expect(ran)
    }
    #expect(rounds.withLock { $0 } == [Int](repeating: 20_000, count: size))
  }

  @Test("wakes threads that went to sleep for want of work")
  func wakes() {
    let pool = WorkerPool()
    for _ in 0..<5 {
      // Pieces that wait for each other end only where two threads run them.
      let arrived = Atomic(0)
      let workers = Mutex(Set<Int>())
      _ = pool.run(2, workers: 2) { _, worker in
        _ = workers.withLock { $0.insert(worker) }
        arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
        while arrived.load(ordering: .sequentiallyConsistent) < 2 { sched_yield() }
      }
      #expect(workers.withLock { $0 } == [0, 1])
      usleep(20_000)
    }
  }

  @Test("says that it is at work to a loop inside a loop")
  func busy() {
    let pool = WorkerPool()
    let refusals = Atomic(0)
    let ran = pool.run(6, workers: 2) { _, _ in
      if !pool.run(2, workers: 2, { _, _ in Issue.record("ran") }) {
        refusals.wrappingAdd(1, ordering: .relaxed)
      }
    }
    #expect(ran && refusals.load(ordering: .relaxed) == 6)
    #expect(pool.run(1, workers: 2) { _, _ in })
  }

  @Test("leaves no piece to a worker that does not come", arguments: [1, 2, 7, 1000])
  func uneven(_ count: Int) {
    let pool = WorkerPool()
    let seen = Mutex([Int](repeating: 0, count: count))
    _ = pool.run(count, workers: 5) { index, worker in
      if worker == 1 { usleep(300) }
      seen.withLock { $0[index] += 1 }
    }
    #expect(seen.withLock { $0 } == [Int](repeating: 1, count: count))
  }
}

@Suite("CPU levels")
struct CPULevelTests {
  @Test("the plain level runs everywhere, and the best level comes first")
  func supported() {
    let names = CPULevel.supported.map(\.name)
    #if arch(x86_64)
      #expect(["v4,v3,baseline", "v3,baseline", "baseline"].contains(names.joined(separator: ",")))
    #else
      #expect(names == ["arm64"])
    #endif
    #expect(names.contains(CPULevel.current.name))
  }
}
