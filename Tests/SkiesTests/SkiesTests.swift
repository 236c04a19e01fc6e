import AstroImages
import Foundation
import Skies
import Testing

@Suite("dump")
struct Dump {
  @Test func dump() throws {
    guard let out = ProcessInfo.processInfo.environment["SKIES_DUMP"] else { return }
    let size = Int(ProcessInfo.processInfo.environment["SKIES_SIZE"] ?? "512") ?? 512
    for kind in SceneKinds.all {
      let clock = ContinuousClock()
      var scene: Scene?
      let t = try clock.measure {
        scene = try SkySimulator.scene(kind: kind.id, width: size, height: size, seed: 7)
      }
      guard let scene else { return }
      var noisy: AstroImage?
      let u = clock.measure { noisy = scene.expose(index: 0) }
      print(
        kind.id, t, u, scene.catalogue.sources.count, scene.patches?.patches.count ?? 0,
        scene.skyNoise)
      for (name, image) in [("clean", scene.reference), ("noisy", noisy ?? scene.reference)] {
        var data = Data()
        for plane in image.planes { plane.withUnsafeBytes { data.append(contentsOf: $0) } }
        try data.write(
          to: URL(fileURLWithPath: "\(out)/\(kind.id)_\(name)_\(image.channels)_\(size).raw"))
      }
    }
  }
}
