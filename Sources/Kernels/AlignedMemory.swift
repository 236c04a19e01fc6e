private import Glibc
public import KernelTable

/// Float32 memory on a cache line boundary, zeroed, with room after its end that vector loads may touch.
///
/// Large memory lies on whole huge pages where the system has them: a Winograd transform writes to 36 places that lie
/// kilobytes apart, more pages than a processor's store buffer keeps addresses of.
public final class AlignedMemory {
  /// The first scalar.
  public let pointer: Floats
  /// The scalars that were asked for.
  public let scalars: Int
  /// The bytes that were asked for.
  public var bytes: Int { 4 * scalars }
  private static let slack = 1024
  private static let hugePage = 2 << 20

  /// Allocates zeroed memory.
  public init(scalars: Int) {
    self.scalars = scalars
    let count = scalars + Self.slack
    let isLarge = 4 * count >= Self.hugePage / 2
    let bytes = isLarge ? roundUp(4 * count, to: Self.hugePage) : 4 * count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.hugePage : 64)
    #if os(Linux)
      // A hint: without huge pages the memory is as good, only slower.
      if isLarge { _ = madvise(raw, bytes, MADV_HUGEPAGE) }
    #endif
    pointer = raw.initializeMemory(as: Float.self, repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}
