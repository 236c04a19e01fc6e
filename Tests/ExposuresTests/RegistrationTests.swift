import Exposures
import Foundation
import Randomness
import SkyMeasurement
import Testing

@Suite("Frames are laid upon each other")
struct RegistrationTests {
  @Test("cubic splines resample as SciPy's, and dim white noise by the gain that they state")
  func resampling() throws {
    let reference = try References.load().resampling
    let plane = Plane(width: reference.width, height: reference.height, values: reference.image)
    let m = reference.map
    let map = AffineMap(a: m[0], b: m[1], c: m[2], d: m[3], e: m[4], f: m[5])
    let window = FrameWindow(
      x: reference.window.x, y: reference.window.y, width: reference.window.width,
      height: reference.window.height)
    let seen = plane.resampled(
      onto: window, by: map, spline: CubicSpline(plane),
      bad: Mask(width: plane.width, height: plane.height))
    for i in 0..<seen.plane.count where seen.valid.values[i] {
      // The same mathematics in double precision; the values are about 100.
      #expect(abs(seen.plane.values[i] - reference.values[i]) < 1e-9)
    }
    #expect(seen.valid.count >= 60)
    for pair in reference.gains {
      let shifted = plane.resampled(
        onto: FrameWindow(x: 4, y: 4, width: 8, height: 8), by: .shift(pair[0], 0),
        spline: CubicSpline(plane), bad: Mask(width: plane.width, height: plane.height))
      #expect(abs(shifted.noiseGain - pair[1]) < 1e-6, "shift \(pair[0])")
    }
  }

  @Test("whole shifts copy pixels bit for bit, and bad ones give no value")
  func wholeShifts() {
    let plane = Plane(width: 20, height: 20, values: (0..<400).map(Double.init))
    var bad = Mask(width: 20, height: 20)
    bad.values[5 * 20 + 7] = true
    let seen = plane.resampled(
      onto: FrameWindow(x: 0, y: 0, width: 10, height: 10), by: .shift(3, 2),
      spline: CubicSpline(plane), bad: bad)
    #expect(seen.noiseGain == 1)
    #expect(seen.plane[0, 0] == plane[3, 2])
    #expect(!seen.valid.values[3 * 10 + 4])
    #expect(seen.valid.count == 99)
  }

  /// A field of stars, and the same seen through a map, with strangers in both and some missing.
  private func fields(_ map: AffineMap, seed: UInt64) -> ([SIMD2<Double>], [SIMD2<Double>]) {
    var random = RandomSource(seed: seed, name: "stars")
    var (first, second): ([SIMD2<Double>], [SIMD2<Double>]) = ([], [])
    for _ in 0..<120 {
      let star = SIMD2(random.uniform(0, 900), random.uniform(0, 700))
      if random.uniform() > 0.15 { first.append(star) }
      if random.uniform() > 0.15 {
        second.append(map(star) + SIMD2(0.1 * random.normal(), 0.1 * random.normal()))
      }
      if random.uniform() < 0.1 {
        second.append(SIMD2(random.uniform(0, 900), random.uniform(0, 700)))
      }
    }
    return (first, second)
  }

  @Test(
    "stars find shifts, field rotations, a meridian flip and another scale",
    arguments: [(0.0, 1.0), (0.8, 1.0), (180.0, 1.0), (37.0, 1.02), (-95.0, 0.8)])
  func stars(turn: Double, scale: Double) throws {
    let (c, s) = (scale * cos(turn * .pi / 180), scale * sin(turn * .pi / 180))
    let map = AffineMap(a: c, b: -s, c: 31.4, d: s, e: c, f: -17.3)
    for seed in 1...5 {
      let (first, second) = fields(map, seed: UInt64(seed))
      let found = try #require(StarRegistration.map(from: first, to: second))
      #expect(found.matched > 60)
      for corner in [SIMD2(0.0, 0.0), SIMD2(900, 0), SIMD2(0, 700), SIMD2(900, 700)] {
        let d = found.map(corner) - map(corner)
        // Eighty places known to 0.1 px fix a corner to a few hundredths; a tenth is three deviations.
        #expect(hypot(d.x, d.y) < 0.1)
      }
    }
  }

  @Test("fields that have nothing in common are not forced together")
  func strangers() {
    for seed in 1...5 {
      let first = fields(.identity, seed: UInt64(seed)).0
      let second = fields(.identity, seed: UInt64(seed + 100)).0
      #expect(StarRegistration.map(from: first, to: second) == nil)
    }
  }

  @Test("correlation finds the shift of frames whose light drowns in noise")
  func correlation() throws {
    var random = RandomSource(seed: 3, name: "faint")
    func frame(_ dx: Int, _ dy: Int, _ random: inout RandomSource) -> Plane {
      var plane = Plane(width: 200, height: 160, repeating: 0)
      for y in 0..<160 {
        for x in 0..<200 {
          let (u, v) = (Double(x - dx) - 90, Double(y - dy) - 80)
          let glow = 1.6 * exp(-(u * u + v * v) / 800) * (1 + sin(0.31 * u) * cos(0.27 * v))
          plane.values[y * 200 + x] = glow + random.normal()
        }
      }
      return plane
    }
    let first = frame(0, 0, &random)
    let second = frame(-14, 9, &random)
    let found = try #require(try ShiftSearch.shift(from: first, to: second))
    #expect((found.x, found.y) == (-14, 9))
    let empty = Plane(width: 200, height: 160, values: (0..<32_000).map { _ in random.normal() })
    #expect(try ShiftSearch.shift(from: first, to: empty) == nil)
  }

  @Test("a table of registrations is read by the end of its paths, and says what is wrong with it")
  func table() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "registration.csv").path()
    try """
    stack,path,reference,a11,a12,dx,a21,a22,dy,rms
    A,stacks/one/a.fits,a.fits,1,0,0,0,1,0,0
    A (2x2 super-pixel coordinates),stacks/one/b.fits,a.fits,1,0.001,-4.5,-0.001,1,2.25,0.1
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let file = try RegistrationFile(path: path)
    #expect(
      file.row(for: "b.fits")?.map == AffineMap(a: 1, b: 0.001, c: -4.5, d: -0.001, e: 1, f: 2.25))
    #expect(file.row(for: "one/a.fits")?.isInSuperPixels == false)
    #expect(file.row(for: "b.fits")?.isInSuperPixels == true)
    #expect(file.row(for: "c.fits") == nil)
    try "path,dx\na,1\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: ExposureError.self) { try RegistrationFile(path: path) }
  }

  @Test("a mosaic's map is the full frame's at the centres of its super-pixels")
  func superPixels() {
    let map = AffineMap(a: 0.999, b: 0.02, c: 5, d: -0.02, e: 1.001, f: -3)
    let half = map.ofSuperPixels
    let place = map(2 * 10 + 0.5, 2 * 20 + 0.5)
    let expected = SIMD2((place.x - 0.5) / 2, (place.y - 0.5) / 2)
    let found = half(10, 20)
    #expect(hypot(found.x - expected.x, found.y - expected.y) < 1e-12)
  }

  @Test("a copy of a frame is left out, whatever its name: it would judge itself")
  func copies() throws {
    let field = SimulatedStack(width: 128, height: 128) { x, y in
      (0..<12).reduce(1000) { light, star in
        let (u, v) = (x - Double(16 + star * 37 % 97), y - Double(16 + star * 61 % 89))
        return light + 800 * exp(-(u * u + v * v) / 4.5)
      }
    }
    let frames = try field.stack([.init(sigma: 5), .init(sigma: 5)], seed: 3).members
      .map(\.exposure)
    let copy = try Exposure(name: "copy", image: frames[0].image, sha256: "other")
    let stack = try ExposureStack(name: "night", exposures: [frames[0], copy, frames[1]])
    #expect(stack.members.map(\.exposure.name) == ["frame 0", "frame 1"])
    #expect(stack.failures.count == 1)
    #expect(stack.failures.first?.contains("copy: is pixel for pixel frame 0") == true)
    #expect(throws: ExposureError.self) {
      _ = try ExposureStack(name: "night", exposures: [frames[0], copy])
    }
  }
}
