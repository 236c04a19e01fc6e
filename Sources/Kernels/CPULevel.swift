public import KernelTable
private import Glibc
private import KernelsBaseline
private import KernelsV3
private import KernelsV4

/// A set of instructions that the kernels were compiled for.
public struct CPULevel: Sendable, CustomStringConvertible {
  /// `v4` (AVX-512), `v3` (AVX2 and FMA), `baseline` (plain x86-64), or `arm64`.
  public var name: String
  /// The kernels of that level.
  public var kernels: KernelTable

  /// The levels that this machine can run, best first.
  public static let supported: [CPULevel] = {
    #if arch(x86_64)
      let flags = processorFlags()
      var levels = [CPULevel(KernelsBaseline.makeTable())]
      if flags.isSuperset(of: ["avx2", "fma", "bmi1", "bmi2", "f16c", "movbe"]) {
        levels.insert(CPULevel(KernelsV3.makeTable()), at: 0)
        if flags.isSuperset(of: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]) {
          levels.insert(CPULevel(KernelsV4.makeTable()), at: 0)
        }
      }
      return levels
    #else
      return [CPULevel(KernelsBaseline.makeTable())]
    #endif
  }()

  /// The level in use: the best that the machine has, or what `EVALBENCH_CPU_LEVEL` forces.
  public static let current: CPULevel = {
    let best = supported[0]
    guard let value = getenv("EVALBENCH_CPU_LEVEL") else { return best }
    let name = String(cString: value)
    if name.isEmpty { return best }
    guard let forced = supported.first(where: { $0.name == name }) else {
      let names = supported.map(\.name).joined(separator: ", ")
      preconditionFailure(
        "EVALBENCH_CPU_LEVEL is '\(name)', but this machine runs only: \(names)")
    }
    return forced
  }()

  public var description: String { name }

  private init(_ kernels: KernelTable) {
    name = kernels.name
    self.kernels = kernels
  }

  /// The processor's features as Linux names them; empty where they cannot be read.
  private static func processorFlags() -> Set<String> {
    guard let file = fopen("/proc/cpuinfo", "r") else { return [] }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 16384)
    while fgets(&line, Int32(line.count), file) != nil {
      let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.hasPrefix("flags"), let colon = text.firstIndex(of: ":") else { continue }
      return Set(
        text[text.index(after: colon)...].split { $0 == " " || $0 == "\n" }.map(String.init))
    }
    return []
  }
}
