import AstroImages
import Checks
import Evaluation
import Foundation
import Testing

/// The small scenes under references/checks, with what the Python oracle measured on them.
struct ReferenceScene: CustomTestStringConvertible, Sendable {
  let name: String
  let scene: EvaluationScene
  let expected: Expected

  struct Expected: Decodable, Sendable {
    let fwhm: Double
    let sky_sigma: Double
    let sky_level: Double
    let noise: [Double]
    /// Figures by vice and by `id` or `id / part`.
    let vices: [String: [String: Double]]
    let skimage_ssim: [String: Double]
    let skimage_msssim: [String: Double]
  }

  private struct File: Decodable {
    let scenes: [String: Expected]
  }

  var testDescription: String { name }

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("references/checks").path

  static let all: [ReferenceScene] = [
    "doubles", "flat", "galaxies", "granulation", "nebula", "prominence", "rgb", "starfield",
  ].compactMap { try? ReferenceScene($0) }

  struct Missing: Error {
    let name: String
  }

  static func named(_ name: String) throws -> ReferenceScene {
    guard let scene = all.first(where: { $0.name == name }) else { throw Missing(name: name) }
    return scene
  }

  private init(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/expected.json"))
    guard let expected = try JSONDecoder().decode(File.self, from: data).scenes[name] else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let folder = Self.folder + "/" + name
    func exists(_ file: String) -> Bool {
      FileManager.default.fileExists(atPath: folder + "/" + file)
    }
    var patches: FaintPatches?
    if exists("patches.fits.gz") {
      let map = try Codecs.read(folder + "/patches.fits.gz")
      patches = FaintPatches(labels: map.planes[0].map { Int16($0) }, patches: [])
    }
    self.name = name
    self.expected = expected
    scene = EvaluationScene(
      name: name, reference: try Codecs.read(folder + "/clean.fits.gz"),
      noisy: try Codecs.read(folder + "/noisy.fits.gz"),
      secondNoisy: exists("noisy2.fits.gz") ? try Codecs.read(folder + "/noisy2.fits.gz") : nil,
      catalogue: exists("catalog.csv") ? try SourceCatalogue(csv: folder + "/catalog.csv") : nil,
      patches: patches, pointSpreadFWHM: expected.fwhm, fullScale: 65535)
  }

  /// Every check's outcome on a vice's output.
  func outcomes(_ vice: String) throws -> [String: CheckOutcome] {
    let rows = Runner.rows(
      denoised: try ReferenceVices.output(vice, scene), scene: scene, checks: Checks.all)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.check, $0.outcome) })
  }
}

extension CheckOutcome {
  /// The headline, or a part's value; nil where there is none.
  func value(_ part: String? = nil) -> Double? {
    guard case .measured(let finding) = self else { return nil }
    guard let part else { return finding.value }
    return finding.parts.first { $0.name == part }?.value
  }

  var isFailure: Bool {
    if case .failed = self { true } else { false }
  }
}
