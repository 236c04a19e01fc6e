import KernelTable
import Kernels
import Testing

@Suite("Rows of pixels in double precision")
struct PlaneKernelTests {
  /// Around the widths that the levels work in: 8, 16 and 32.
  static let counts = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 200]

  private func numbers(_ count: Int, seed: UInt64) -> [Double] {
    uniform(count, seed: seed).map { Double($0) / 3 }
  }

  @Test("weigh neighbouring rows alike on every level", arguments: CPULevel.supported)
  func rows(_ level: CPULevel) {
    for count in Self.counts {
      for radius in [0, 1, 4] {
        let source = numbers((2 * radius + 1) * count, seed: UInt64(count + radius))
        let taps = numbers(radius + 1, seed: 5)
        let expected = (0..<count).map { i in
          (1..<(radius + 1)).reduce(taps[0] * source[radius * count + i]) { sum, k in
            sum + taps[k] * (source[(radius - k) * count + i] + source[(radius + k) * count + i])
          }
        }
        // One more than there is room for, which must stay as it is.
        var result = [Double](repeating: .nan, count: count + 1)
        source.withUnsafeBufferPointer { source in
          guard let middle = source.baseAddress.map({ $0 + radius * count }) else { return }
          let above = (0...radius).map { middle - $0 * count }
          let below = (0...radius).map { middle + $0 * count }
          result.withUnsafeMutableBufferPointer { result in
            guard let result = result.baseAddress else { return }
            level.kernels.planes.weighRows(
              PlaneKernels.Rows(
                above: above, below: below, taps: taps, radius: radius, count: count),
              result)
          }
        }
        #expect(Array(result[..<count]) == expected, "\(count) pixels, radius \(radius)")
        #expect(result[count].isNaN)
      }
    }
  }

  @Test("weigh shifted pixels alike on every level", arguments: CPULevel.supported)
  func shifted(_ level: CPULevel) {
    let offsets = [0, 3, 4, 11, 40]
    let weights = numbers(offsets.count, seed: 9)
    for count in Self.counts {
      let source = numbers(count + 40, seed: UInt64(count))
      let expected = (0..<count).map { i in
        offsets.indices.reduce(0.0) { $0 + weights[$1] * source[offsets[$1] + i] }
      }
      var result = [Double](repeating: .nan, count: count + 1)
      result.withUnsafeMutableBufferPointer { result in
        guard let result = result.baseAddress else { return }
        level.kernels.planes.weighShifted(
          source, offsets, weights, offsets.count, result, count)
      }
      #expect(Array(result[..<count]) == expected)
      #expect(result[count].isNaN)
    }
  }

  @Test("sum products alike on every level, in the stated order", arguments: CPULevel.supported)
  func dot(_ level: CPULevel) {
    for count in [0] + Self.counts {
      let (a, b) = (numbers(count, seed: 1), numbers(count, seed: 2))
      var partial = [Double](repeating: 0, count: 8)
      let whole = count / 8 * 8
      for i in 0..<whole { partial[i % 8] += a[i] * b[i] }
      var expected =
        ((partial[0] + partial[1]) + (partial[2] + partial[3]))
        + ((partial[4] + partial[5]) + (partial[6] + partial[7]))
      for i in whole..<count { expected += a[i] * b[i] }
      #expect(level.kernels.planes.dot(a, b, count) == expected)
    }
  }
}
