internal import Foundation

/// Pictures of a made-up star field, as a run would leave them in its folder.
struct FixturePictures {
  private(set) var files: [String: [UInt8]] = [:]

  static func path(_ crop: Int, _ role: String, _ candidate: Int? = nil) -> String {
    "crops/\(crop)-\(role)\(candidate.map { "-\($0)" } ?? "").png"
  }

  /// - Parameter blur: how wide each candidate smears, and `grain`: how much noise it leaves, by candidate.
  init(crops: Int, size: Int, blur: [Double], grain: [Double]) {
    for crop in 0..<crops {
      var dice = Dice(state: UInt64(crop) &* 7919 &+ 17)
      let stars = (0..<(size / 3)).map { _ in
        (
          x: dice.unit() * Double(size), y: dice.unit() * Double(size),
          flux: 0.2 / (dice.unit() + 0.02)
        )
      }
      func field(_ width: Double) -> [Double] {
        (0..<size * size).map { index in
          let (x, y) = (Double(index % size), Double(index / size))
          var value = 0.12 + 0.08 * sin(x / 23 + Double(crop)) * cos(y / 31)
          for star in stars {
            let square = (x - star.x) * (x - star.x) + (y - star.y) * (y - star.y)
            if square < 120 {
              value += star.flux * exp(-square / (2 * width * width)) / (width * width)
            }
          }
          return value
        }
      }
      let noise = (0..<size * size).map { _ in dice.normal() * 0.09 }
      let truth = field(1.4)
      files[Self.path(crop, "reference")] = Self.grey(truth, size)
      files[Self.path(crop, "input")] = Self.grey(zip(truth, noise).map(+), size)
      for candidate in blur.indices {
        let smooth = blur[candidate] == 0 ? truth : field(1.4 + blur[candidate])
        let output = zip(smooth, noise).map { $0 + $1 * grain[candidate] }
        files[Self.path(crop, "output", candidate)] = Self.grey(output, size)
        files[Self.path(crop, "difference", candidate)] = Self.diverging(
          zip(output, truth).map(-), size)
      }
    }
  }

  private static func byte(_ value: Double) -> UInt8 {
    UInt8(max(0, min(255, (255 * value).rounded())))
  }

  private static func grey(_ values: [Double], _ size: Int) -> [UInt8] {
    TinyPNG.encode(
      width: size, height: size, channels: 1,
      pixels: values.map { byte(max(0, $0).squareRoot() * 0.9) })
  }

  private static func diverging(_ values: [Double], _ size: Int) -> [UInt8] {
    let pixels = values.flatMap { value in
      let size = min(1, abs(value) * 4)
      return value > 0
        ? [byte(size), byte(0.55 * size), 0] : [byte(0.1 * size), byte(0.5 * size), byte(size)]
    }
    return TinyPNG.encode(width: size, height: size, channels: 3, pixels: pixels)
  }
}
