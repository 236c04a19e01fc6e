import Foundation

/// The geometry of a frame on the solar limb: the disc below, the sky above, the Sun 4.4 frames wide.
struct SolarLimb: Sendable {
  let width: Int
  let height: Int
  /// The Sun's radius in pixels.
  let radius: Double
  private let centreX: Double
  private let centreY: Double

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    let side = Double(max(width, height))
    radius = 2.2 * side
    centreX = 0.5 * Double(width)
    centreY = 0.69 * Double(height) + radius
  }

  private func distance(_ x: Double, _ y: Double) -> Double {
    ((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)).squareRoot()
  }

  /// How far a pixel is above the limb; negative on the disc.
  func height(_ x: Double, _ y: Double) -> Double { distance(x, y) - radius }

  /// How far along the limb a pixel is from the frame's middle.
  func along(_ x: Double, _ y: Double) -> Double { radius * atan2(x - centreX, centreY - y) }

  /// The cosine of the heliocentric angle, 1 at the disc's centre, 0 beyond the limb.
  func cosine(_ x: Double, _ y: Double) -> Double {
    let ratio = distance(x, y) / radius
    return max(1 - ratio * ratio, 0).squareRoot()
  }

  /// A place on the disc as seen from above: along the limb, and along the meridian from the limb, in pixels.
  func unrolled(_ x: Double, _ y: Double) -> Position {
    let ratio = min(distance(x, y) / radius, 1)
    return Position(
      x: along(x, y) + centreX, y: radius * (0.5 * Double.pi - asin(ratio)))
  }

  /// The pixel at a distance along the limb from the frame's left border and a height above the limb.
  func pixel(along: Double, height: Double) -> Position {
    let angle = (along - centreX) / radius
    return Position(
      x: centreX + (radius + height) * sin(angle), y: centreY - (radius + height) * cos(angle))
  }
}
