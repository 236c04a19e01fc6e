import AstroImages
import Foundation

/// Small frames for tests of the command.
enum Frames {
  /// A sky of 1000 with noise of about 20 and a few stars, repeatable, in whole numbers that every format holds.
  static func sky(
    _ width: Int, _ height: Int, seed: UInt64, channels: Int = 1,
    format: SampleFormat = .float32, scale: Float = 1
  ) -> AstroImage {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func uniform() -> Float {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Float(state >> 40) / Float(1 << 24)
    }
    let planes = (0..<channels).map { _ in
      var plane = (0..<(width * height)).map { _ -> Float in
        let normal = (0..<12).reduce(Float(-6)) { sum, _ in sum + uniform() }
        return 1000 + 20 * normal
      }
      for _ in 0..<(max(1, width * height / 500)) {
        let (x, y) = (uniform() * Float(width), uniform() * Float(height))
        let peak = 300 + 3000 * uniform()
        for i in plane.indices {
          let (dx, dy) = (Float(i % width) - x, Float(i / width) - y)
          plane[i] += peak * exp(-(dx * dx + dy * dy) / 3.6)
        }
      }
      return plane.map { ($0 * scale).rounded() }
    }
    return AstroImage(width: width, height: height, planes: planes, sampleFormat: format)
  }

  /// All planes as raw little-endian float32.
  static func raw(_ image: AstroImage) -> Data {
    image.planes.reduce(into: Data()) { data, plane in
      plane.withUnsafeBytes { data.append(contentsOf: $0) }
    }
  }

  /// Whether two frames hold the same bits, missing pixels included.
  static func same(_ a: AstroImage, _ b: AstroImage) -> Bool {
    a.width == b.width && a.height == b.height && a.channels == b.channels
      && zip(a.planes, b.planes).allSatisfy { first, second in
        zip(first, second).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
      }
  }

  /// The largest difference of two frames of one size; infinite where only one is a number.
  static func difference(_ a: AstroImage, _ b: AstroImage) -> Float {
    zip(a.planes, b.planes).reduce(0) { worst, pair in
      zip(pair.0, pair.1).reduce(worst) { worst, values in
        let difference = abs(values.0 - values.1)
        return difference.isFinite ? max(worst, difference) : .infinity
      }
    }
  }
}
