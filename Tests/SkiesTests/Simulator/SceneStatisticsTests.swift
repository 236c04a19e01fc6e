import AstroImages
import Foundation
import Skies
import Testing

@Suite("Scenes beside the independent generator")
struct SceneStatisticsTests {
  static let size = 512

  @Test(
    "numbers of stars, levels and noise are those of make_scenes.py",
    arguments: [
      "starfield", "doubles", "nebula", "galaxies", "rgb", "flat",
    ])
  func nightScenes(kind: String) throws {
    let reference = try #require(try References.load().scenes[kind])
    let scene = try SkySimulator.scene(kind: kind, width: Self.size, height: Self.size, seed: 7)
    var roles: [String: Int] = [:]
    for source in scene.catalogue.sources { roles[source.role, default: 0] += 1 }
    // Both place by rejection and may fall short by a few per cent; the roles are the same.
    #expect(Set(roles.keys) == Set(reference.roles.keys))
    for (role, count) in reference.roles {
      #expect(abs((roles[role] ?? 0) - count) <= max(3, count / 20), "\(role)")
    }
    let plane = scene.reference.planes[0]
    let sorted = plane.sorted()
    // Half of the frame is sky with a little nebula: within one sky noise.
    #expect(abs(Double(sorted[sorted.count / 2]) - reference.median) < scene.skyNoise)
    #expect(abs(Double(sorted[sorted.count / 100]) - reference.p1) < 0.25 * scene.skyNoise)
    let noisy = scene.expose(index: 0).planes[0]
    let middle = sorted[sorted.count / 2]
    let dark = Moments(
      plane.indices.filter { plane[$0] <= middle }.map { Double(noisy[$0]) - Double(plane[$0]) })
    // A median that differs by one sky noise changes the noise by 4 %.
    #expect(abs(dark.sigma / reference.darkNoise - 1) < 0.04)
  }

  @Test("granulation has the contrast that was asked for")
  func granulation() throws {
    for contrast in [0.05, 0.08, 0.12] {
      let scene = try SkySimulator.scene(
        kind: "granulation", width: Self.size, height: Self.size, seed: 7,
        options: SceneOptions(granuleContrast: contrast))
      let values = scene.reference.planes[0].map { Double($0) - 500 }.sorted()
      // The pore is about 1.1 % of the frame and darkens it; the median and the quartiles do not see it.
      let quartiles = (values[values.count / 4], values[3 * values.count / 4])
      let level = values[values.count / 2]
      #expect(abs(level / (0.45 * 65_035) - 1) < 0.03)
      // The distribution is flatter than a normal one: its quartiles span 1.2 to 1.6 sigma.
      let spread = (quartiles.1 - quartiles.0) / level / contrast
      #expect((1.15...1.65).contains(spread))
    }
  }

  @Test("the prominences are faint, above the limb, and fainter than the disc by ten and more")
  func prominence() throws {
    let scene = try SkySimulator.scene(
      kind: "prominence", width: Self.size, height: Self.size, seed: 7)
    let reference = try #require(try References.load().scenes["prominence"])
    let plane = scene.reference.planes[0].map { Double($0) - 500 }
    let disc = Moments(Array(plane.suffix(Self.size * 100)))
    let sky = Moments(Array(plane.prefix(Self.size * 100)))
    #expect(disc.mean > 50 * sky.mean)
    #expect(abs(Moments(plane).mean / (reference.mean - 500) - 1) < 0.2)
    let above = plane[(Self.size * 100)..<(Self.size * 340)]
    let bright = above.max() ?? 0
    #expect(bright > 5 * sky.mean && bright < 0.25 * disc.mean)
  }

  @Test("gradients and vignetting are in the reference, and stars keep their flux")
  func modifiers() throws {
    let plain = try SkySimulator.scene(kind: "flat", width: 128, height: 128, seed: 7)
    let options = SceneOptions(gradient: 0.2, gradientAngle: 0, vignetting: 0.25)
    let shaded = try SkySimulator.scene(
      kind: "flat", width: 128, height: 128, seed: 7, options: options)
    let sky = Double(plain.reference.planes[0][0]) - 500
    let plane = shaded.reference.planes[0].map { Double($0) - 500 }
    #expect(abs(plane[64 * 128 + 64] / sky - 1) < 2e-3)
    #expect(abs(plane[0] / sky - 0.9 * 0.75) < 1e-3)
    #expect(abs(plane[127] / sky - 1.1 * 0.75) < 1e-3)
    let one = try SkySimulator.scene(kind: "starfield", width: 128, height: 128, seed: 7)
    let two = try SkySimulator.scene(
      kind: "starfield", width: 128, height: 128, seed: 7, options: options)
    #expect(one.catalogue == two.catalogue)
  }

  @Test("a darker sky needs fewer electrons for the same signal-to-noise ratio")
  func skies() throws {
    let dark = try SkySimulator.scene(
      kind: "doubles", width: 256, height: 256, seed: 7, options: SceneOptions(skyElectrons: 40))
    let bright = try SkySimulator.scene(
      kind: "doubles", width: 256, height: 256, seed: 7, options: SceneOptions(skyElectrons: 2000))
    #expect(dark.catalogue.sources[0].flux < bright.catalogue.sources[0].flux)
    #expect(dark.skyNoise < bright.skyNoise)
  }
}
