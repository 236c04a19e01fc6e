import AstroImages
import Evaluation
import Reports

/// One crop of several frames as 16-bit samples in common units.
struct CropSamples {
  let zero: Double
  let scale: Double
  private let crop: CropPlanner.Crop
  private let light: [Int]

  /// Chooses units that hold every layer: single data numbers where frames come in whole numbers and the range allows it,
  /// else steps of at most a sixteenth of the sky's noise, else the finest that 16 bits allow.
  init(
    _ images: [AstroImage], _ crop: CropPlanner.Crop, light: [Int], skyNoise: Double,
    isWhole: Bool
  ) {
    self.crop = crop
    self.light = light
    var low = Double.infinity
    var high = -Double.infinity
    for image in images {
      for plane in light {
        for y in crop.y..<(crop.y + crop.height) {
          for x in crop.x..<(crop.x + crop.width) {
            let value = Double(image.planes[plane][y * image.width + x])
            guard value.isFinite else { continue }
            low = min(low, value)
            high = max(high, value)
          }
        }
      }
    }
    guard low <= high else { (zero, scale) = (0, 1); return }
    let coarsest = (high - low) / 65_532
    var step = isWhole ? 1 : Self.powerOfTwo(atMost: max(skyNoise, 1e-30) / 16)
    if step < coarsest { step = Self.powerOfTwo(atMost: coarsest) * 2 }
    scale = step
    zero = (low / step).rounded(.down) * step
  }

  func samples(_ image: AstroImage) -> [UInt16] {
    var result: [UInt16] = []
    result.reserveCapacity(crop.width * crop.height * light.count)
    for plane in light {
      for y in crop.y..<(crop.y + crop.height) {
        for x in crop.x..<(crop.x + crop.width) {
          let value = Double(image.planes[plane][y * image.width + x])
          let sample = ((value - zero) / scale).rounded()
          result.append(
            value.isFinite ? UInt16(min(max(sample, 0), 65_534)) : PixelBlock.missing)
        }
      }
    }
    return result
  }

  private static func powerOfTwo(atMost value: Double) -> Double {
    Double(sign: .plus, exponent: value.exponent, significand: 1)
  }
}
