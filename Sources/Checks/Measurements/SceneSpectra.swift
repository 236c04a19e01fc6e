import Evaluation
import SkyMeasurement

private import Foundation

/// The spectra of the truth, the input and its noise, stars inpainted and edges faded by a Hann window.
struct SceneSpectra: SceneMeasurement {
  /// The truth without its stars.
  let starless: Plane
  let clean: Spectrum
  let noisy: Spectrum
  let rings: Rings
  private let mean: Double
  private let stars: Mask
  private let window: (columns: [Double], rows: [Double])

  var byteCount: Int { starless.byteCount + clean.byteCount + noisy.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    guard min(frames.clean.width, frames.clean.height) >= 32 else {
      throw NotApplicable("the frame is smaller than 32 pixels")
    }
    starless = frames.clean.inpainted(masks.stars)
    stars = masks.stars
    mean = Sums.mean(starless.values)
    window = (Self.hann(frames.clean.width), Self.hann(frames.clean.height))
    rings = Rings(width: frames.clean.width, height: frames.clean.height)
    clean = try Self.transform(frames.clean, starless, stars, mean, window)
    noisy = try Self.transform(frames.noisy, starless, stars, mean, window)
  }

  /// The spectrum of a frame whose stars are replaced by the truth's inpainting.
  func spectrum(of plane: Plane) throws -> Spectrum {
    try Self.transform(plane, starless, stars, mean, window)
  }

  private static func transform(
    _ plane: Plane, _ starless: Plane, _ stars: Mask, _ mean: Double,
    _ window: (columns: [Double], rows: [Double])
  ) throws -> Spectrum {
    var faded = plane
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        let i = y * plane.width + x
        let value = stars.values[i] ? starless.values[i] : plane.values[i]
        faded.values[i] = (value - mean) * (window.rows[y] * window.columns[x])
      }
    }
    return try Spectrum(faded)
  }

  /// Hann's window with zeros at both ends.
  private static func hann(_ count: Int) -> [Double] {
    (0..<count).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(max(count - 1, 1))) }
  }
}
