import Foundation

/// A reproducible stream of random numbers that is named, so that no stream depends on the order of another.
///
/// The generator is xoshiro256++ (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47, 2021,
/// https://prng.di.unimi.it), its state filled by SplitMix64. The seed of a stream is a hash of a number and a name: the
/// FNV-1a hash of the name's UTF-8 bytes, mixed with the number by SplitMix64. ``split(_:)`` derives a child from that hash and
/// never from the state: a child is the same however many numbers its parent has handed out.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private let key: UInt64
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// The stream of `name` under `seed`.
  public init(seed: UInt64, name: String) {
    self.init(key: Self.mixed(Self.mixed(seed) ^ Self.hash(name)))
  }

  private init(key: UInt64) {
    self.key = key
    var walk = key
    func word() -> UInt64 {
      walk &+= 0x9E37_79B9_7F4A_7C15
      return Self.finalized(walk)
    }
    s0 = word()
    s1 = word()
    s2 = word()
    s3 = word()
  }

  /// The child stream of `name`: independent of this stream, of its position, and of its other children.
  public func split(_ name: String) -> RandomSource {
    RandomSource(key: Self.mixed(key &+ 0xD1B5_4A32_D192_ED03) ^ Self.mixed(Self.hash(name)))
  }

  /// Sixty-four random bits.
  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = ((sum << 23) | (sum >> 41)) &+ s0
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A number in 0..<1 with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in 0...1 that is neither 0 nor 1, for logarithms.
  public mutating func openUniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A number between two bounds.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// A number between two positive bounds, uniform in its logarithm.
  public mutating func logUniform(_ low: Double, _ high: Double) -> Double {
    low * pow(high / low, uniform())
  }

  /// An integer in 0..<`bound`, without bias (Lemire, ACM TOMACS 29, 2019).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "no integer is below \(bound) and not negative")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// The integers 0..<`count` in random order (Fisher and Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }

  /// The 64-bit FNV-1a hash of a name's UTF-8 bytes (Fowler, Noll and Vo, RFC 9923).
  static func hash(_ name: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }

  /// One step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a bijection that scatters every bit.
  static func mixed(_ value: UInt64) -> UInt64 { finalized(value &+ 0x9E37_79B9_7F4A_7C15) }

  private static func finalized(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
