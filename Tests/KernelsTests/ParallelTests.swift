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

  @Test("runs nothing for no pieces")
  func none() {
    Parallel.run(0, workers: 2) { _, _ in Issue.record("called") }
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
