import AstroImages
import Evaluation
import Foundation
import Gating
import Kernels
import Randomness
import Skies

/// The frames that a gate scores models on.
enum GateScenes {
  /// The kinds in turn: between them every rule of the release preset has targets enough.
  static let kinds = ["starfield", "nebula", "doubles"]

  /// Fields of doubles are this much wider: so many pairs are lost or kept that a loss of a few percent is seen.
  static let doublesScale = 2.0

  /// A frame that is made or read when its turn comes, so that a gate of many frames fits in memory.
  struct Recipe: Sendable {
    var name: String
    var make: @Sendable () throws -> JudgedScene
  }

  static func recipes(_ source: GateConfiguration.DataSettings.Source, threads: Int) throws
    -> [Recipe]
  {
    switch source {
    case .simulated(let targets, let size, let seed):
      return (0..<targets).map { index in simulated(index, size: size, seed: seed) }
    case .frames(let folder):
      let settings = Self.settings
      return try UserFrames.frames(folder, settings: settings, seed: 1, threads: threads).test
        .map { scene in Recipe(name: scene.record.name) { scene } }
    case .pairs(let noisy, let clean):
      let settings = Self.settings
      return try PairFrames.frames(
        .init(noisy: noisy, clean: clean), settings: settings, seed: 1, threads: threads
      ).test.map { scene in Recipe(name: scene.record.name) { scene } }
    }
  }

  /// Frames of the user's: as many as there are, at a size that shows faint structure.
  private static var settings: SceneSettings {
    SceneSettings(training: 1, trainingSize: 64, validation: 1, test: 1000, size: 768)
  }

  /// A sky of its own, by a camera and under conditions that go round.
  private static func simulated(_ index: Int, size: Int, seed: UInt64) -> Recipe {
    let kind = kinds[index % kinds.count]
    let name = "gate-\(index + 1)-\(kind)"
    let size = kind == "doubles" ? Int(doublesScale * Double(size)) : size
    return Recipe(name: name) {
      var random = RandomSource(seed: seed, name: "options/" + name)
      let sceneSeed = random.next()
      var options = SceneOptions()
      options.pointSpread.fwhm = random.uniform(2.4, 4.2)
      options.skyElectrons = random.logUniform(150, 1200)
      options.density = random.uniform(1, 2.5)
      let sensor = try Sensor.named(
        SimulatedFrames.sensors[index / kinds.count % SimulatedFrames.sensors.count])
      let scene = try SkySimulator.scene(
        kind: kind, width: size, height: size, sensor: sensor, seed: sceneSeed, options: options,
        name: name)
      return JudgedScene(
        scene: EvaluationScene(
          name: name, reference: scene.reference, noisy: scene.expose(index: 0),
          secondNoisy: scene.expose(index: 1), catalogue: scene.catalogue, patches: scene.patches,
          pointSpreadFWHM: scene.pointSpreadFWHM, fullScale: scene.fullScale),
        record: SceneRecord(
          name: name, target: scene.target, split: .test, origin: "simulated", kind: kind,
          sensor: sensor.id, filter: scene.filter, width: size, height: size,
          channels: scene.reference.channels, fullScale: scene.fullScale,
          skyNoise: scene.skyNoise, referenceNoise: 0, sha256: nil))
    }
  }
}
