import AstroImages
import Foundation

/// Scenes as folders of files that the independent tools under references/ read as well.
///
/// | file | contents |
/// |---|---|
/// | `clean.fits` | the reference, float32 |
/// | `noisy.fits`, `noisy2.fits` | exposures 0 and 1, float32 |
/// | `catalog.csv` | the stars; only the header where there are none |
/// | `patches.fits`, `patches.csv` | the faint patches; zeros and only the header where there are none |
/// | `meta.json` | camera, point spread, seed, and the options of the scene |
public enum SceneFiles {
  /// Writes a scene into a folder, which is made where it is missing; files of the same names are replaced.
  public static func write(_ scene: Scene, to directory: String) throws {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    try FITS.write(described(scene.reference, of: scene), to: folder + "clean.fits")
    for (index, name) in ["noisy.fits", "noisy2.fits"].enumerated() {
      try FITS.write(described(scene.expose(index: index), of: scene), to: folder + name)
    }
    try scene.catalogue.write(csv: folder + "catalog.csv")
    let (width, height) = (scene.reference.width, scene.reference.height)
    let patches =
      scene.patches
      ?? FaintPatches(labels: [Int16](repeating: 0, count: width * height), patches: [])
    try patches.write(to: directory, width: width, height: height)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(SceneDescription(scene)).write(
      to: URL(fileURLWithPath: folder + "meta.json"), options: .atomic)
  }

  /// The frame with the cards that acquisition programs write.
  private static func described(_ image: AstroImage, of scene: Scene) -> AstroImage {
    var image = image
    image.metadata.entries = [
      ImageMetadata.Entry("OBJECT", scene.target, comment: "what splits go by"),
      ImageMetadata.Entry("INSTRUME", scene.sensor.camera, comment: "simulated camera"),
      ImageMetadata.Entry("FILTER", scene.filter),
      ImageMetadata.Entry(
        "EGAIN", "\(scene.sensor.gain)", comment: "electrons per unit", isText: false),
      ImageMetadata.Entry(
        "RDNOISE", "\(scene.sensor.readNoise)", comment: "read noise in electrons", isText: false),
      ImageMetadata.Entry(
        "DATAMAX", "\(scene.fullScale)", comment: "full scale", isText: false),
      ImageMetadata.Entry("IMAGETYP", "Light Frame"),
      ImageMetadata.Entry("SEED", "\(scene.seed)", comment: "seed of the simulated scene"),
    ]
    return image
  }
}

/// The contents of `meta.json`.
private struct SceneDescription: Encodable {
  struct Camera: Encodable {
    var name: String
    var gain: Double
    var rn: Double
    var fw: Double
    var dark: Double
    var bits: Int
    var offset: Double
    var step: Double
  }
  struct Profile: Encodable {
    var model: String
    var fwhm: Double
    var beta: Double
  }

  var name: String
  var kind: String
  var seed: UInt64
  var sensor: Camera
  var psf: Profile
  var shape: [Int]
  var sources: Int
  var pairs: Int?
  var limb: Bool?
  var skyNoise: Double
  var fullScale: Double
  var filter: String
  var options: SceneOptions

  enum CodingKeys: String, CodingKey {
    case name, kind, seed, sensor, psf, shape, limb, filter, options
    case sources = "n_sources"
    case pairs = "n_pairs"
    case skyNoise = "sky_noise"
    case fullScale = "full_scale"
  }

  init(_ scene: Scene) {
    let camera = scene.sensor
    name = scene.name
    kind = scene.kind
    seed = scene.seed
    // A padded camera fills 16 bits, whatever its converter has.
    sensor = Camera(
      name: camera.id, gain: camera.gain, rn: camera.readNoise, fw: camera.fullWell,
      dark: camera.darkCurrent, bits: camera.step > 1 ? 16 : camera.bits, offset: camera.pedestal,
      step: camera.step)
    psf = Profile(
      model: scene.pointSpread == nil ? "none" : "moffat", fwhm: scene.pointSpreadFWHM,
      beta: scene.pointSpread?.beta ?? 0)
    let size = [scene.reference.height, scene.reference.width]
    shape = scene.reference.channels == 1 ? size : [scene.reference.channels] + size
    sources = scene.catalogue.sources.count
    let numbers = Set(scene.catalogue.sources.map(\.pair).filter { $0 >= 0 })
    pairs = numbers.isEmpty ? nil : numbers.count
    limb = scene.kind == Prominence.id ? true : nil
    skyNoise = scene.skyNoise
    fullScale = scene.fullScale
    filter = scene.filter
    options = scene.options
  }
}
