internal import KernelTable

/// What this machine can do at most at the CPU level in use, measured: what a kernel's speed is compared with.
public struct MachinePeak: Sendable {
  /// Floating-point operations a second on registers, all threads, two for each multiply-add.
  public var operationsPerSecond: Double
  /// Bytes a second read from memory, all threads.
  public var bytesPerSecond: Double

  /// Measures for a good second; the best of several trials counts, for a machine is slowed by others, never sped up.
  public init(level: CPULevel = .current, threads: Int = Parallel.threads) {
    let kernels = level.kernels
    let clock = ContinuousClock()
    func best(_ trials: Int, _ work: () -> Void) -> Double {
      (0..<trials).reduce(Double.infinity) { shortest, _ in
        let components = clock.measure(work).components
        return min(shortest, Double(components.seconds) + 1e-18 * Double(components.attoseconds))
      }
    }
    let registers = AlignedMemory(scalars: 32 * threads)
    let rounds = 1_000_000
    let busy = best(12) {
      Parallel.run(threads, workers: threads) { index, _ in
        kernels.peakRounds(rounds, registers.pointer + index * 32)
      }
    }
    operationsPerSecond = 2 * Double(rounds * kernels.peakMultiplyAdds * threads) / busy
    // More than caches hold: 128 MiB a thread.
    let pixels = 2 << 20
    let memory = AlignedMemory(scalars: 16 * pixels * threads)
    let streamed = best(6) {
      Parallel.run(threads, workers: threads) { index, _ in
        kernels.sumChannels(
          registers.pointer + index * 32, memory.pointer + index * 16 * pixels, pixels)
      }
    }
    bytesPerSecond = Double(memory.bytes) / streamed
  }
}
