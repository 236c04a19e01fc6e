import AstroImages
import Evaluation
import Exposures
import Foundation
import Randomness
import Skies
import SkyMeasurement
import Testing

@Suite("Artificial light in real frames")
struct InjectionTests {
  /// A simulated star field with elongated stars as if it were somebody's frame.
  private static let frame = Result { () throws -> (Exposure, Scene) in
    var options = SceneOptions(density: 0.6)
    options.pointSpread = PointSpread(fwhm: 3.4, beta: 3, ellipticity: 0.12, angle: 0.5)
    let scene = try SkySimulator.scene(
      kind: "starfield", width: 640, height: 640, sensor: .asi2600g100, seed: 31, options: options)
    return (
      try Exposure(name: "mine.fits", image: scene.expose(index: 0), sha256: ""), scene
    )
  }

  @Test("the frame's own star profile is measured: width, wings and elongation")
  func profile() throws {
    let (exposure, _) = try Self.frame.get()
    let target = try InjectionTarget(exposure, side: 640)
    let profile = target.profile.profile
    #expect(target.profile.stars >= 20)
    // Twenty to forty stars of signal-to-noise above 30 fix the width to about a percent.
    #expect(abs(profile.fwhm / 3.4 - 1) < 0.06, "\(profile.fwhm)")
    #expect(abs(profile.ellipticity - 0.12) < 0.03, "\(profile.ellipticity)")
    #expect(abs(profile.angle - 0.5) < 0.15, "\(profile.angle)")
    #expect((2.4...4.8).contains(profile.beta), "\(profile.beta)")
  }

  @Test("positions keep away from real light, edges and each other, and follow from the seed alone")
  func positions() throws {
    let (exposure, _) = try Self.frame.get()
    let target = try InjectionTarget(exposure, side: 640)
    let plan = target.plan(passes: 2, seed: 5)
    let fwhm = target.profile.profile.fwhm
    for pass in plan.passes {
      for (i, star) in pass.stars.enumerated() {
        #expect(!target.forbidden.values[Int(star.y.rounded()) * 640 + Int(star.x.rounded())])
        #expect(min(star.x, star.y, 639 - star.x, 639 - star.y) > 8 * fwhm)
        for other in pass.stars.prefix(i) {
          #expect(hypot(star.x - other.x, star.y - other.y) >= 10 * fwhm - 1e-9)
        }
      }
    }
    let again = target.plan(passes: 2, seed: 5)
    #expect(
      zip(plan.passes, again.passes).allSatisfy { $0.stars == $1.stars && $0.patches == $1.patches }
    )
    #expect(target.plan(passes: 2, seed: 6).passes[0].stars != plan.passes[0].stars)
    #expect(
      plan.passes.contains { !$0.doubles.isEmpty } && plan.passes.contains { !$0.patches.isEmpty })
  }

  @Test(
    "light is added to the frame and nothing else changes: flux as planned, photon noise as Poisson's"
  )
  func light() throws {
    let (exposure, _) = try Self.frame.get()
    let target = try InjectionTarget(exposure, side: 640, electronsPerUnit: 0.25)
    let plan = target.plan(passes: 1, seed: 1)
    let pass = try #require(plan.passes.first { !$0.stars.isEmpty })
    let (light, image) = target.injected(pass, number: 0, seed: 1)
    let planned = pass.stars.reduce(0) { $0 + $1.flux }
    // Wings beyond the painted radius are missing: under a percent for beta 3 and above.
    #expect(abs(light.values.reduce(0, +) / planned - 1) < 0.015)
    var (change, square, expected) = (0.0, 0.0, 0.0)
    for i in 0..<light.count {
      let d = Double(image.planes[0][i]) - target.plane.values[i] - light.values[i]
      if light.values[i] == 0 { #expect(d == 0) }
      change += d
      square += d * d
      expected += light.values[i] / 0.25
    }
    // The sum of Poisson noise has the deviation sqrt(light / gain); its square's mean is known to a few percent.
    #expect(abs(change) < 4 * expected.squareRoot())
    #expect(abs(square / expected - 1) < 0.15)
  }

  @Test(
    "the untouched frame's curves: half of the stars found near four deviations, no light lost, faint slope one"
  )
  func identity() throws {
    let (exposure, _) = try Self.frame.get()
    let target = try InjectionTarget(exposure, side: 640)
    let result = try curves(target) { $0 }
    let half = try #require(result.halfCompleteness)
    // The threshold is four deviations of the detector's amplitude, which catches less than an optimal extraction.
    #expect(half > 3.5 && half < 7, "\(half)")
    let bright = try #require(result.completeness.last)
    #expect(bright.found.value == 1)
    for rung in result.photometry {
      let limits = try #require(rung.bias.interval)
      // 99.7 % intervals: 1.5 times those of 95 %.
      #expect(
        abs(rung.bias.value) < 1.6 * 0.5 * (limits.high - limits.low) + 3,
        "S/N \(rung.signalToNoise)")
    }
    let slope = try #require(result.faintSlope)
    #expect(abs(slope.value - 1) < 0.05, "\(slope.value)")
    let wide = result.doubles.filter { $0.separation >= 2 && $0.magnitudeDifference == 0 }
    #expect(!wide.isEmpty)
    for cell in wide { #expect(cell.resolved.value == 1) }
  }

  @Test("a blur that keeps light loses doubles; a clip at the sky loses faint light")
  func vices() throws {
    let (exposure, _) = try Self.frame.get()
    let target = try InjectionTarget(exposure, side: 640)
    let blurred = try curves(target) { $0.smoothed(sigma: 2.5) }
    let plain = try curves(target) { $0 }
    func resolved(_ result: InjectionResult) -> Double {
      let tight = result.doubles.filter { $0.separation <= 1.5 }
      return tight.reduce(0) { $0 + $1.resolved.value } / Double(max(tight.count, 1))
    }
    #expect(resolved(blurred) < resolved(plain) - 0.3)
    let level = OrderStatistics.median(target.finite.values)
    let noise = target.noise
    // Soft thresholding: what lies within a deviation of the sky becomes sky.
    let eater = try curves(target) { plane in
      var result = plane.smoothed(sigma: 2)
      for i in 0..<result.count {
        let d = result.values[i] - level
        result.values[i] = level + max(abs(d) - noise, 0) * (d < 0 ? -1 : 1)
      }
      return result
    }
    let slope = try #require(eater.faintSlope)
    #expect(slope.value < 0.3, "\(slope.value)")
  }

  private func curves(
    _ target: InjectionTarget, passes: Int = 2, _ filter: (Plane) -> Plane
  ) throws -> InjectionResult {
    var measurement = InjectionMeasurement(target, output: filter(target.finite))
    for (number, pass) in target.plan(passes: passes, seed: 1).passes.enumerated() {
      let (light, image) = target.injected(pass, number: number, seed: 1)
      let plane = Plane(width: image.width, height: image.height, values: image.planes[0])
      try measurement.add(pass, light: light, output: filter(plane))
    }
    return measurement.result(candidate: "test")
  }
}
