import AstroImages
import Foundation

/// Steele, Lea and Flood's generator: one seed, the same numbers everywhere.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A folder of its own for a test, gone afterwards.
final class Scratch {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "evalbench-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

enum TestImages {
  /// Random values that the format holds exactly and float32 does too, the extremes among them.
  static func random(
    _ width: Int, _ height: Int, names: [String], format: SampleFormat, seed: UInt64
  ) -> AstroImage {
    var generator = SplitMix64(state: seed)
    let planes = names.map { _ in
      (0..<width * height).map { _ in value(format, using: &generator) }
    }
    return AstroImage(
      width: width, height: height, planes: planes, channelNames: names, sampleFormat: format)
  }

  private static func value(_ format: SampleFormat, using generator: inout SplitMix64) -> Float {
    switch format {
    case .uint8: Float(UInt8.random(in: 0...255, using: &generator))
    case .int8: Float(Int8.random(in: -128...127, using: &generator))
    case .uint16: Float(UInt16.random(in: 0...65535, using: &generator))
    case .int16: Float(Int16.random(in: (-32768)...32767, using: &generator))
    // Multiples of 256 below 2^32, and of 2^41 below 2^63, have 24 bits.
    case .uint32: Float(UInt32.random(in: 0..<1 << 24, using: &generator) << 8)
    case .int32: Float(Int32.random(in: -(1 << 23)..<1 << 23, using: &generator) << 8)
    case .uint64: Float(UInt64.random(in: 0..<1 << 24, using: &generator) << 40)
    case .int64: Float(Int64.random(in: -(1 << 22)..<1 << 22, using: &generator) << 41)
    case .float16: Float(Int.random(in: -2048...2048, using: &generator)) * 0x1p-11
    case .float32: Float.random(in: -10...70000, using: &generator)
    case .float64: Float.random(in: 0...1, using: &generator)
    }
  }
}
