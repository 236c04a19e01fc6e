import ArgumentParser
import Randomness
import Skies

/// `evalbench simulate`: writes simulated skies with their truth.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes simulated skies: truth, two noisy exposures, catalogue, faint patches.",
    discussion: """
      Each scene becomes a folder DIR/SCENE with clean.fits, noisy.fits, noisy2.fits, catalog.csv, patches.fits, \
      patches.csv and meta.json. The same seed gives the same files. docs/skies.md describes the scenes and cameras.
      """)

  /// How a camera behaves.
  enum Faults: String, CaseIterable, ExpressibleByArgument {
    case simple, complete
  }

  @Option(name: [.customLong("out"), .customLong("output")], help: "The folder to write into.")
  var out: String?

  @Option(help: "Scene kinds separated by commas, or 'all'.")
  var scene = "all"

  @Option(parsing: .unconditional, help: "Width and height in pixels.")
  var size = 1024

  @Option(parsing: .unconditional, help: "The seed of layout and noise.")
  var seed: UInt64 = 7

  @Option(help: "The camera; append _padded for 12- and 14-bit values shifted to 16 bits.")
  var sensor = Sensor.asi2600g100.id

  @Option(
    help:
      "Cameras separated by commas, or 'all', instead of --sensor: every scene is written as each of them sees it, to DIR/CAMERA/SCENE."
  )
  var cameras: String?

  @Option(
    help: """
      'simple': shot noise, read noise, rounding, clipping. 'complete': also dark current, hot pixels, uneven pixels, \
      row noise, full well, and the Bayer mosaic of colour cameras.
      """)
  var faults = Faults.simple

  @Option(parsing: .unconditional, help: "Full width at half maximum of the stars, in pixels.")
  var fwhm = 3.2

  @Option(parsing: .unconditional, help: "What the sky gives a pixel, in electrons.")
  var sky = 400.0

  @Flag(help: "Draw optics, sky and object at random from the seed, as varied as amateurs' frames.")
  var random = false

  @Flag(help: "List scene kinds and cameras.")
  var list = false

  func validate() throws {
    if list { return }
    guard out != nil else { throw ValidationError("say where to write: --out DIR") }
    guard (SkySimulator.minimumSize...16_384).contains(size) else {
      throw ValidationError(
        "--size \(size) is out of range: \(SkySimulator.minimumSize) to 16384 pixels")
    }
    guard (1...20).contains(fwhm) else {
      throw ValidationError("--fwhm \(fwhm) is out of range: 1 to 20 pixels")
    }
    guard sky > 0, sky.isFinite else {
      throw ValidationError("--sky \(sky): a sky needs a positive number of electrons")
    }
    do {
      _ = try kinds
      _ = try Sensor.named(sensor)
      _ = try SimulatedFrames.cameras(Settings.list(cameras ?? ""))
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() throws {
    if list {
      for kind in SceneKinds.all { try Console.result("scene\t\(kind.id)\t\(kind.summary)") }
      for camera in Sensor.presets { try Console.result("camera\t\(camera.id)\t\(camera.camera)") }
      return
    }
    guard let out else { return }
    let chosen = try kinds
    let matrix = try SimulatedFrames.cameras(Settings.list(cameras ?? ""))
    let progress = Progress("simulate")
    for camera in matrix {
      for (index, kind) in chosen.enumerated() {
        let scene = try SkySimulator.scene(
          kind: kind, width: size, height: size, sensor: camera, seed: seed,
          options: options(for: kind, camera), name: kind)
        try SceneFiles.write(scene, to: "\(out)/\(camera.id)/\(kind)")
        progress.update(index + 1, chosen.count, "\(kind), \(camera.id)")
      }
    }
    guard matrix.isEmpty else {
      progress.finish(
        "\(chosen.count) scenes of \(size) x \(size) through \(matrix.count) cameras in \(out)")
      return
    }
    let camera = try Sensor.named(sensor)
    for (index, kind) in chosen.enumerated() {
      let scene = try SkySimulator.scene(
        kind: kind, width: size, height: size, sensor: camera, seed: seed,
        options: options(for: kind, camera), name: kind)
      try SceneFiles.write(scene, to: "\(out)/\(kind)")
      progress.update(index + 1, chosen.count, kind)
    }
    progress.finish("\(chosen.count) scenes of \(size) x \(size) in \(out)")
  }

  private var kinds: [String] {
    get throws {
      if scene == "all" { return SceneKinds.all.map { $0.id } }
      let names = scene.split(separator: ",").map(String.init)
      guard !names.isEmpty else { throw SkyError("--scene names no scene") }
      var seen: [String] = []
      for name in names {
        let id = try SceneKinds.named(name).id
        if !seen.contains(id) { seen.append(id) }
      }
      return seen
    }
  }

  private func options(for kind: String, _ camera: Sensor) -> SceneOptions {
    var options = SceneOptions(pointSpread: PointSpread(fwhm: fwhm), skyElectrons: sky)
    if random {
      var source = RandomSource(seed: seed, name: "options/" + kind)
      options = SceneOptions.random(using: &source)
    }
    if faults == .complete { options.effects = .complete(camera) }
    return options
  }
}
