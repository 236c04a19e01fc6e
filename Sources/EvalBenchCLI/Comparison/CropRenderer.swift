import AstroImages
import Evaluation

/// Renders crops as 8-bit pictures: one stretch for all candidates, one scale for all differences.
struct CropRenderer {
  /// Differences saturate at this many times the input's sky noise.
  static let differenceLimit: Float = 3
  /// The shades of either colour.
  private static let differenceSteps: Float = 12

  let scene: EvaluationScene
  let stretch: MidtonesTransfer
  /// Those that pictures are shown at, one a shown plane: raw colour has a cast as strong as its filters differ.
  let planeStretches: [MidtonesTransfer]
  /// The input's noise on sky, in image units, the unit of the difference panels.
  let skyNoise: Float
  private let light: [Int]

  /// The stretch is frozen from the noisy input: that of a clean frame would be absurd (checks-definitions.md, finding 3).
  init(scene: EvaluationScene, skyNoise: Float) {
    self.scene = scene
    self.skyNoise = skyNoise
    light = Array(scene.noisy.lightPlanes.prefix(3))
    stretch = MidtonesTransfer(
      autoFromLinked: light.map { scene.noisy.planes[$0] }, fullScale: scene.fullScale)
    planeStretches =
      light.count >= 3
      ? light.map { MidtonesTransfer(autoFrom: scene.noisy.planes[$0], fullScale: scene.fullScale) }
      : [stretch]
  }

  /// The planes that pictures show: one, or red, green and blue.
  var shownPlanes: [Int] { light.count >= 3 ? light : Array(light.prefix(1)) }

  /// The automatic stretch of another rendition of the scene.
  func stretch(of image: AstroImage) -> MidtonesTransfer {
    MidtonesTransfer(
      autoFromLinked: light.map { image.planes[$0] }, fullScale: scene.fullScale)
  }

  var stretchDescription: String {
    let values = planeStretches.map {
      "shadows \(short($0.shadows)), midtones \(short($0.midtones))"
    }
    return
      "auto-stretch (STF) computed once on the noisy input\(values.count > 1 ? ", for each colour by itself," : "") and applied to every panel: \(values.joined(separator: "; ")) of full scale \(short(scene.fullScale))"
  }

  var differenceDescription: String {
    "output minus reference: blue is too dark, orange too bright, black is right; full colour at \(Int(Self.differenceLimit)) times the input's sky noise\(light.count > 1 ? ", of the colour plane that is furthest off" : "")"
  }

  /// A region of a frame on the grid of the scene, as PNG bytes.
  func picture(_ image: AstroImage, _ crop: CropPlanner.Crop) throws -> [UInt8] {
    let channels = light.count >= 3 ? 3 : 1
    var pixels: [UInt8] = []
    pixels.reserveCapacity(crop.width * crop.height * channels)
    for y in crop.y..<(crop.y + crop.height) {
      for x in crop.x..<(crop.x + crop.width) {
        for channel in 0..<channels {
          let value = image.planes[light[channel]][y * image.width + x]
          let shown = value.isFinite ? planeStretches[channel](value) : 0
          pixels.append(UInt8(min(max(shown, 0), 1) * 255 + 0.5))
        }
      }
    }
    return try PNG.encode(
      width: crop.width, height: crop.height, channels: channels, pixels: pixels)
  }

  /// The signed difference to the reference in units of the sky noise, of the plane that is furthest off.
  func difference(_ image: AstroImage, _ reference: AstroImage, _ crop: CropPlanner.Crop) throws
    -> [UInt8]
  {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(crop.width * crop.height * 3)
    for y in crop.y..<(crop.y + crop.height) {
      for x in crop.x..<(crop.x + crop.width) {
        let i = y * image.width + x
        var worst: Float = 0
        for plane in light {
          let difference = image.planes[plane][i] - reference.planes[plane][i]
          if abs(difference) > abs(worst) { worst = difference }
        }
        let share = worst / skyNoise / Self.differenceLimit
        let exact = share.isFinite ? min(max(share, -1), 1) : 0
        // No eye tells more steps of a noisy difference, and a picture of fewer takes a third of the room.
        let bounded = (exact * Self.differenceSteps).rounded() / Self.differenceSteps
        // Okabe and Ito's blue (0, 114, 178) and orange (230, 159, 0), towards white past the middle.
        let colour: (Float, Float, Float) =
          bounded < 0 ? (0, 114, 178) : (230, 159, 0)
        let strength = abs(bounded)
        for part in [colour.0, colour.1, colour.2] {
          pixels.append(UInt8(part * strength + 0.5))
        }
      }
    }
    return try PNG.encode(width: crop.width, height: crop.height, channels: 3, pixels: pixels)
  }

  private func short(_ value: some BinaryFloatingPoint) -> String {
    let scaled = Double(value)
    guard scaled != 0 else { return "0" }
    var unit = 1.0
    while abs(scaled) * unit < 1000 { unit *= 10 }
    let rounded = (scaled * unit).rounded() / unit
    return rounded == rounded.rounded() && abs(rounded) < 1e15
      ? String(Int64(rounded)) : String(rounded)
  }
}
