import AstroImages
import Foundation
import Skies
import Testing

@Suite("Scene files")
struct SceneFilesTests {
  private static func written(_ kind: String, sensor: Sensor = .asi2600g100) throws -> (
    Scene, String
  ) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("skies-\(kind)-\(UUID().uuidString)").path
    let scene = try SkySimulator.scene(
      kind: kind, width: 96, height: 80, sensor: sensor, seed: 11, name: kind)
    try SceneFiles.write(scene, to: folder)
    return (scene, folder)
  }

  @Test("what is written comes back bit for bit", arguments: ["nebula", "rgb", "granulation"])
  func roundTrip(kind: String) throws {
    let (scene, folder) = try Self.written(kind)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try FITS.read(folder + "/clean.fits").planes == scene.reference.planes)
    #expect(try FITS.read(folder + "/noisy.fits").planes == scene.expose(index: 0).planes)
    #expect(try FITS.read(folder + "/noisy2.fits").planes == scene.expose(index: 1).planes)
    let catalogue = try SourceCatalogue(csv: folder + "/catalog.csv")
    #expect(catalogue.sources.count == scene.catalogue.sources.count)
    for (read, made) in zip(catalogue.sources, scene.catalogue.sources) {
      #expect(abs(read.x - made.x) < 1e-3 && abs(read.flux / made.flux - 1) < 1e-5)
      #expect(read.isIsolated == made.isIsolated && read.isSaturated == made.isSaturated)
      #expect(read.role == made.role && read.pair == made.pair)
    }
    let patches = try FaintPatches(directory: folder)
    #expect(patches.patches.count == scene.patches?.patches.count ?? 0)
    #expect(patches.labels == scene.patches?.labels ?? patches.labels.map { _ in 0 })
  }

  @Test("the description names camera, profile and shape as the independent tools expect")
  func description() throws {
    let (scene, folder) = try Self.written("doubles", sensor: Sensor.asi1600g139.padded)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/meta.json"))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let sensor = try #require(object["sensor"] as? [String: Any])
    #expect(sensor["bits"] as? Int == 16)
    #expect(sensor["offset"] as? Double == 800)
    let profile = try #require(object["psf"] as? [String: Any])
    #expect(profile["fwhm"] as? Double == 3.2)
    #expect(object["shape"] as? [Int] == [80, 96])
    #expect(object["n_sources"] as? Int == scene.catalogue.sources.count)
    #expect(object["n_pairs"] as? Int == 1)
  }
}
