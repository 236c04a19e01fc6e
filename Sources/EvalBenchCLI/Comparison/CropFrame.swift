import AstroImages
import Checks
import Evaluation
import Reports

/// A frame that was judged, ready to have pieces of it shown: pictures, numbers, masks, and what became of the stars.
struct CropFrame {
  let judged: JudgedScene
  let candidates: [String]
  let outputs: [Result<AstroImage, any Error>]
  let stars: FrameStars
  private let renderer: CropRenderer
  private let kinds: PixelKinds?

  init(
    _ judged: JudgedScene, candidates: [String], outputs: [Result<AstroImage, any Error>],
    stars: FrameStars
  ) {
    (self.judged, self.candidates) = (judged, candidates)
    (self.outputs, self.stars) = (outputs, stars)
    let scene = judged.scene
    renderer = CropRenderer(scene: scene, skyNoise: Float(judged.record.skyNoise ?? 1))
    kinds = scene.brightestPlane.flatMap { try? PixelKinds(scene, plane: $0) }
  }

  /// A crop with its files, whose paths in the run's folder begin with `name`.
  func rendered(
    _ crop: CropPlanner.Crop, name: String, withRemoved: Bool = false
  ) throws -> RenderedCrop {
    var files: [RenderedCrop.File] = []
    let panels = try panels(crop, name, withRemoved: withRemoved, &files)
    var set = CropSet(
      scene: judged.record.name, x: crop.x, y: crop.y, width: crop.width, height: crop.height,
      reason: crop.reason, stretch: renderer.stretchDescription,
      differenceScale: renderer.differenceDescription, panels: panels,
      pixels: try pixels(crop, name, &files), stars: stars.inside(crop))
    set.sky = CropSky(judged.scene.noisy.metadata, crop)
    return RenderedCrop(set: set, files: files)
  }

  /// The whole input, small, for finding one's way.
  func preview() throws -> (bytes: [UInt8], width: Int, height: Int) {
    try PreviewRenderer(renderer: renderer).jpeg(judged.scene.noisy)
  }

  private func panels(
    _ crop: CropPlanner.Crop, _ name: String, withRemoved: Bool, _ files: inout [RenderedCrop.File]
  ) throws -> [CropSet.Panel] {
    let scene = judged.scene
    func save(_ bytes: [UInt8], _ suffix: String) -> String {
      files.append(.init(path: "\(name)-\(suffix).png", bytes: bytes))
      return files[files.count - 1].path
    }
    var panels = [
      CropSet.Panel(
        role: .input, candidate: nil,
        file: save(try renderer.picture(scene.noisy, crop), "input"))
    ]
    if let reference = scene.reference {
      let file = save(try renderer.picture(reference, crop), "reference")
      panels.append(.init(role: .reference, candidate: nil, file: file))
    }
    for (slot, (candidate, output)) in zip(candidates, outputs).enumerated() {
      guard case .success(let output) = output else { continue }
      func add(_ role: CropSet.Panel.Role, _ bytes: [UInt8]) throws {
        let file = save(bytes, "\(role.rawValue)-\(slot + 1)")
        panels.append(.init(role: role, candidate: candidate, file: file))
      }
      try add(.output, try renderer.picture(output, crop))
      if let reference = scene.reference {
        try add(.difference, try renderer.difference(output, reference, crop))
      }
      if withRemoved { try add(.removed, try renderer.difference(scene.noisy, output, crop)) }
    }
    return panels
  }

  private func pixels(
    _ crop: CropPlanner.Crop, _ name: String, _ files: inout [RenderedCrop.File]
  ) throws -> CropPixels {
    let scene = judged.scene
    var images: [(role: CropSet.Panel.Role, candidate: String?, image: AstroImage)] = [
      (.input, nil, scene.noisy)
    ]
    if let reference = scene.reference { images.append((.reference, nil, reference)) }
    for (candidate, output) in zip(candidates, outputs) {
      if case .success(let image) = output { images.append((.output, candidate, image)) }
    }
    let light = renderer.shownPlanes
    let samples = CropSamples(
      images.map(\.image), crop, light: light, skyNoise: Double(renderer.skyNoise),
      isWhole: scene.noisy.sampleFormat.isInteger)
    var bytes: [UInt8] = []
    let layers = try images.map { role, candidate, image in
      let block = try PixelBlock.pack(samples.samples(image), width: crop.width)
      defer { bytes += block }
      return CropPixels.Layer(
        role: role, candidate: candidate, offset: bytes.count, length: block.count)
    }
    let masks = try kinds.map { kinds -> CropPixels.Masks in
      let block = try Zlib.deflated(crop.rows(of: kinds.bits, width: scene.noisy.width))
      defer { bytes += block }
      return CropPixels.Masks(offset: bytes.count, length: block.count)
    }
    let file = "\(name).pixels"
    files.append(.init(path: file, bytes: bytes))
    let reference = scene.reference.map { renderer.stretch(of: $0) }
    let isTiled = max(scene.noisy.width, scene.noisy.height) > Self.tile
    var result = CropPixels(
      file: file, channels: light.count, zero: samples.zero, scale: samples.scale,
      fullScale: scene.fullScale, skyNoise: Double(renderer.skyNoise),
      inputStretch: .init(
        shadows: renderer.stretch.shadows, midtones: renderer.stretch.midtones),
      referenceStretch: reference.map { .init(shadows: $0.shadows, midtones: $0.midtones) },
      tile: scene.tileSize ?? (isTiled ? Self.tile : nil), layers: layers)
    result.masks = masks
    if renderer.planeStretches.count > 1 {
      result.planeStretches = renderer.planeStretches.map {
        .init(shadows: $0.shadows, midtones: $0.midtones)
      }
    }
    return result
  }

  /// The side of the tiles that networks work in.
  private static let tile = 512
}
