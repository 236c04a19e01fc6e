import AstroImages
import Foundation
import Randomness
import Skies
import Testing

/// The ids of all scene kinds, for tests that run over the list.
let allKinds = SceneKinds.all.map { $0.id }

@Suite("Every scene kind")
struct SceneKindTests {
  @Test("every file of the folder is in the list")
  func list() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Skies/Scenes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let types = SceneKinds.all.map { "\($0).swift" } + ["SceneKind.swift", "SceneKinds.swift"]
    #expect(files.sorted() == types.sorted())
    #expect(Set(allKinds).count == allKinds.count)
  }

  @Test("the same seed gives the same bits, on any thread and in any order", arguments: allKinds)
  func determinism(kind: String) async throws {
    let first = try SkySimulator.scene(kind: kind, width: 96, height: 80, seed: 5)
    let late = first.expose(index: 3)
    let early = first.expose(index: 1)
    let again = try await withThrowingTaskGroup(of: (AstroImage, AstroImage, AstroImage).self) {
      group in
      for _ in 0..<4 {
        group.addTask {
          let scene = try SkySimulator.scene(kind: kind, width: 96, height: 80, seed: 5)
          return (scene.reference, scene.expose(index: 1), scene.expose(index: 3))
        }
      }
      var results: [(AstroImage, AstroImage, AstroImage)] = []
      for try await result in group { results.append(result) }
      return results
    }
    for (reference, one, three) in again {
      #expect(reference == first.reference)
      #expect(one == early)
      #expect(three == late)
    }
    #expect(early != late)
  }

  @Test("another seed gives another frame, and another name other noise", arguments: allKinds)
  func seeds(kind: String) throws {
    let one = try SkySimulator.scene(kind: kind, width: 96, height: 80, seed: 5)
    let two = try SkySimulator.scene(kind: kind, width: 96, height: 80, seed: 6)
    let named = try SkySimulator.scene(kind: kind, width: 96, height: 80, seed: 5, name: "other")
    if kind != "flat" { #expect(one.reference != two.reference) }
    #expect(one.expose(index: 0) != two.expose(index: 0))
    #expect(one.reference == named.reference)
    #expect(one.expose(index: 0) != named.expose(index: 0))
    #expect(one.target != two.target && one.name != two.name)
  }

  @Test(
    "the noise of an exposure is the camera's at the level of the reference", arguments: allKinds)
  func noise(kind: String) throws {
    let scene = try SkySimulator.scene(kind: kind, width: 128, height: 128, seed: 9)
    for (clean, noisy) in zip(scene.reference.planes, scene.expose(index: 0).planes) {
      let pulls = zip(clean, noisy).compactMap { clean, noisy -> Double? in
        guard Double(clean) < 0.95 * scene.fullScale else { return nil }
        let electrons = (Double(clean) - scene.sensor.pedestal) * scene.sensor.gain
        let sigma = (pow(scene.sensor.noise(electrons: electrons), 2) + 1.0 / 12).squareRoot()
        return (Double(noisy) - Double(clean)) / sigma
      }
      let moments = Moments(pulls)
      #expect(abs(moments.mean) < 5 * moments.meanError)
      #expect(abs(moments.variance - 1) < 5 * moments.varianceError)
    }
  }

  @Test(
    "references are finite, non-negative, within full scale, and of the asked size",
    arguments: allKinds)
  func range(kind: String) throws {
    for (width, height) in [(64, 64), (65, 130), (200, 77)] {
      let scene = try SkySimulator.scene(kind: kind, width: width, height: height, seed: 2)
      #expect(scene.reference.width == width && scene.reference.height == height)
      for plane in scene.reference.planes {
        #expect(plane.allSatisfy { $0.isFinite && $0 >= 0 && Double($0) <= scene.fullScale })
      }
    }
  }

  @Test("every camera takes every scene, with all of its faults", arguments: Sensor.presets)
  func cameras(sensor: Sensor) throws {
    for kind in allKinds {
      let options = SceneOptions(effects: .complete(sensor))
      let scene = try SkySimulator.scene(
        kind: kind, width: 64, height: 64, sensor: sensor, seed: 4, options: options)
      let noisy = scene.expose(index: 0)
      #expect(noisy.channels == scene.reference.channels)
      for plane in noisy.planes {
        #expect(plane.allSatisfy { $0 >= 0 && Double($0) <= scene.fullScale })
      }
    }
  }

  @Test("random options stay usable and differ")
  func randomOptions() throws {
    var random = RandomSource(seed: 1, name: "options")
    var seen: Set<SceneOptions> = []
    for index in 0..<40 {
      let options = SceneOptions.random(using: &random)
      seen.insert(options)
      #expect((1.8...6).contains(options.pointSpread.fwhm))
      let kind = allKinds[index % allKinds.count]
      let scene = try SkySimulator.scene(
        kind: kind, width: 96, height: 96, seed: UInt64(index), options: options)
      #expect(scene.reference.planes.allSatisfy { $0.allSatisfy { $0.isFinite } })
    }
    #expect(seen.count == 40)
  }

  @Test("a wrong kind and a small size are refused with the way out")
  func errors() {
    #expect { try SkySimulator.scene(kind: "comet", width: 64, height: 64, seed: 1) } throws: {
      let text = "\($0)"
      return allKinds.allSatisfy { text.contains($0) }
    }
    #expect { try SkySimulator.scene(kind: "flat", width: 63, height: 64, seed: 1) } throws: {
      "\($0)".contains("64 x 64")
    }
  }
}
