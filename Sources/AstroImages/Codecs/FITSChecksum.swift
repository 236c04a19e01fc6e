private import Glibc

/// The ones' complement sum of FITS (Standard 4.0, section 4.4.2.7 and appendix J) over bytes in any order.
struct FITSChecksum {
  /// The sum of the 32-bit words so far, most significant byte first, carries not yet added.
  private var sum: UInt64 = 0

  /// Adds bytes that lie at a place of the unit's data.
  mutating func add(_ bytes: [UInt8], at place: Int) {
    for (index, byte) in bytes.enumerated() {
      sum &+= UInt64(byte) << UInt64(24 - 8 * ((place + index) % 4))
      if sum >> 62 != 0 { sum = sum & 0xFFFF_FFFF + sum >> 32 }
    }
  }

  /// The sum with its carries added back in.
  var value: UInt32 {
    var folded = sum
    while folded >> 32 != 0 { folded = folded & 0xFFFF_FFFF + folded >> 32 }
    return UInt32(folded)
  }

  /// The complement as 16 letters and digits whose own bytes sum to it.
  var text: String {
    var characters = [UInt8](repeating: 0, count: 16)
    for index in 0..<4 {
      let byte = UInt8(truncatingIfNeeded: ~value >> UInt32(24 - 8 * index))
      var four = [UInt8](repeating: byte / 4 + 48, count: 4)
      four[0] += byte % 4
      // Punctuation between digits and letters is stepped over, two characters in opposite directions.
      while let pair = [0, 2].first(where: {
        Self.isPunctuation(four[$0]) || Self.isPunctuation(four[$0 + 1])
      }) {
        four[pair] += 1
        four[pair + 1] -= 1
      }
      // The text begins at the last byte of a word in its card, hence one step to the right.
      for (k, character) in four.enumerated() { characters[(4 * k + index + 1) % 16] = character }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
  }

  /// The two cards, or none without a sum; CHECKSUM is zeros while the sum that it completes is made.
  static func cards(
    _ sum: String?, _ text: String = String(repeating: "0", count: 16), at moment: String = now
  ) -> [String] {
    guard let sum else { return [] }
    return [
      ("CHECKSUM", text, "HDU checksum updated \(moment)"),
      ("DATASUM", sum, "data unit checksum updated \(moment)"),
    ].flatMap { FITSCard.lines(ImageMetadata.Entry($0, $1, comment: $2)) }
  }

  /// The time in UTC as FITS writes it.
  static var now: String {
    var (seconds, parts) = (time(nil), tm())
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
