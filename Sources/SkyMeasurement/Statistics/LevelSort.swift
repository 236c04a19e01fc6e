/// Sorting of whole frames, whose values are exact in single precision, in linear time.
package enum LevelSort {
  /// The values in ascending order, by a radix sort over the 32 bits of their single-precision form.
  ///
  /// Values that came from a file are exact in single precision; others are rounded to it.
  package static func sorted(_ values: [Double]) -> [Double] {
    var keys = values.map { key(Float($0)) }
    var spare = [UInt32](repeating: 0, count: keys.count)
    for shift in [UInt32(0), 11, 22] {
      var start = [Int](repeating: 0, count: 2049)
      for k in keys { start[Int((k >> shift) & 2047) + 1] += 1 }
      for i in 1..<2049 { start[i] += start[i - 1] }
      for k in keys {
        let digit = Int((k >> shift) & 2047)
        spare[start[digit]] = k
        start[digit] += 1
      }
      swap(&keys, &spare)
    }
    return keys.map { Double(level($0)) }
  }

  /// The distinct values of an ascending list.
  package static func distinct(_ sorted: [Double]) -> [Double] {
    var levels: [Double] = []
    for value in sorted where levels.last != value { levels.append(value) }
    return levels
  }

  /// An unsigned number that orders as the float does.
  private static func key(_ value: Float) -> UInt32 {
    let bits = (value == 0 ? Float(0) : value).bitPattern
    return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
  }

  private static func level(_ key: UInt32) -> Float {
    Float(bitPattern: key & 0x8000_0000 == 0 ? ~key : key & 0x7fff_ffff)
  }
}
