/// A stream of nearly normal numbers that is the same on every machine.
///
/// SplitMix64 (Steele, Lea, Flood 2014) seeded by FNV-1a of the name; twelve 16-bit uniforms summed have mean 6 and
/// variance 1 (Irwin and Hall).
struct NormalGenerator {
  private var state: UInt64

  init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    state = seed &* 0x9e37_79b9_7f4a_7c15 ^ hash
  }

  /// A number of mean 0 and variance 1, within ±6.
  mutating func next() -> Float {
    var sum: UInt64 = 0
    for _ in 0..<3 {
      let bits = nextBits()
      sum += bits & 0xffff
      sum += bits >> 16 & 0xffff
      sum += bits >> 32 & 0xffff
      sum += bits >> 48
    }
    // Twelve uniforms of mean 32767.5 each.
    return Float(Double(Int64(sum)) - 12 * 32767.5) / 65536
  }

  private mutating func nextBits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
