public import KernelTable

/// The kernels in use and the scratch memory that a plan lends them.
///
/// One context belongs to one plan. Memory is reserved while the plan is made and allocated once: what workers have of their
/// own stays in a core's cache from step to step. What they share can be large, and a plan may lend it step by step.
public final class KernelContext {
  /// The kernels of one CPU level.
  public let kernels: KernelTable
  /// How many workers have scratch of their own.
  public let workers: Int
  private var workerScalars = 0
  private var sharedScalars = 0
  private var memory: AlignedMemory?
  private var lent: Floats?

  /// Creates a context without memory, for a level and a number of threads.
  public init(level: CPULevel = .current, workers: Int = Parallel.threads) {
    kernels = level.kernels
    self.workers = workers
  }

  /// Asks for scratch: so many scalars a worker, and so many that all share. The greatest demand counts.
  public func reserve(worker: Int = 0, shared: Int = 0) {
    workerScalars = max(workerScalars, roundUp(worker, to: 16))
    sharedScalars = max(sharedScalars, roundUp(shared, to: 16))
  }

  /// Hands over the shared scratch that was reserved since the last call, in scalars: the caller lends it from now on.
  public func takeShared() -> Int {
    defer { sharedScalars = 0 }
    return sharedScalars
  }

  /// Lends shared scratch until the next call.
  public func lend(shared: Floats?) { lent = shared }

  /// Allocates what was reserved and not handed over.
  public func allocate() { memory = AlignedMemory(scalars: reservedScalars) }

  /// The scratch that was reserved and not handed over, in scalars.
  public var reservedScalars: Int { workers * workerScalars + sharedScalars }

  /// The memory of one worker; valid after ``allocate()``.
  public func scratch(_ worker: Int) -> Floats { base + (sharedScalars + worker * workerScalars) }

  /// The memory that workers share: what was lent, or what was allocated.
  public var shared: Floats { lent ?? base }

  /// Runs pieces on at most as many threads as have scratch.
  public func run(_ count: Int, _ body: (_ index: Int, _ scratch: Floats) -> Void) {
    Parallel.run(count, workers: min(workers, Parallel.threads)) { index, worker in
      body(index, scratch(worker))
    }
  }

  /// Adds accumulators that follow each other in memory to the first, in order.
  func addParts(_ sums: Floats, scalars: Int, count: Int) {
    if count == 1 { return }
    let piece = 8192
    run((scalars + piece - 1) / piece) { index, _ in
      let target = sums + index * piece
      kernels.sumParts(target, target, scalars, count, min(piece, scalars - index * piece))
    }
  }

  private var base: Floats {
    guard let memory else { preconditionFailure("scratch memory used before allocate()") }
    return memory.pointer
  }
}

/// Rounds up to a whole number of `unit`.
@inlinable
public func roundUp(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }
