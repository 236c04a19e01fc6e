import AstroImages
import Exposures
import Foundation
import Randomness
import SkyMeasurement

/// Exposures of a scene that is known, with white noise of any strength, brightness and shift.
struct SimulatedStack {
  /// One exposure: its noise, how bright it is, how far its sky lies above the first one's, its shift in pixels.
  struct Taking {
    var sigma: Double
    var brightness = 1.0
    var sky = 0.0
    var dx = 0.0
    var dy = 0.0
  }

  var width: Int
  var height: Int
  /// The light at any place of the reference frame.
  var light: @Sendable (Double, Double) -> Double

  /// A smooth scene without stars.
  static let clouds = SimulatedStack(width: 96, height: 96) { x, y in
    1000 + 12 * sin(x / 9) * cos(y / 11) + 6 * cos((x + 2 * y) / 17)
  }

  /// The clean frame of a taking, in its own units.
  func truth(_ taking: Taking) -> Plane {
    var plane = Plane(width: width, height: height, repeating: 0)
    for y in 0..<height {
      for x in 0..<width {
        plane.values[y * width + x] =
          light(Double(x) - taking.dx, Double(y) - taking.dy) * taking.brightness + taking.sky
      }
    }
    return plane
  }

  /// The stack of some takings, laid upon each other by their known shifts and brightness.
  func stack(_ takings: [Taking], seed: UInt64) throws -> ExposureStack {
    let members = try takings.enumerated().map { index, taking in
      var random = RandomSource(seed: seed, name: "taking \(index)")
      let image = AstroImage(
        width: width, height: height,
        planes: [truth(taking).values.map { Float($0 + taking.sigma * random.normal()) }])
      return ExposureStack.Member(
        exposure: try Exposure(name: "frame \(index)", image: image, sha256: ""),
        registration: Registration(
          map: .shift(taking.dx - takings[0].dx, taking.dy - takings[0].dy), source: .file,
          matched: 0, residual: 0),
        scale: [takings[0].brightness / taking.brightness], scaleError: 0, scaleSource: "stars")
    }
    return ExposureStack(name: "simulated", members: members)
  }

  /// A linear filter that does real harm: the mean of 5 x 5 pixels.
  static func blurred(_ plane: Plane) -> Plane {
    plane.filtered(SymmetricKernel.gaussian(sigma: 1.5, radius: 4))
  }
}
