import AstroImages
import Checks
import Evaluation
import Reports

/// Stores the crops of one scene: pictures, numbers, and what became of the stars.
struct CropWriter {
  let folder: RunFolder
  /// The scene's 0-based number among those that get crops.
  let number: Int

  /// Scenes that get several crops; later ones get one.
  private static let detailed = 4
  /// Scenes that get pictures of what was removed.
  private static let removed = 2

  func write(
    _ judged: JudgedScene, candidates: [String], outputs: [Result<AstroImage, any Error>],
    stars: FrameStars
  ) throws -> (crops: [CropSet], preview: FramePreview) {
    let scene = judged.scene
    _ = try folder.folder("crops")
    let renderer = CropRenderer(scene: scene, skyNoise: Float(judged.record.skyNoise ?? 1))
    let isDetailed = number < Self.detailed
    var planner = CropPlanner(troubles: stars.troubles)
    if isDetailed {
      planner.errors = CropErrors(scene, candidates: candidates, outputs: outputs)
    } else {
      planner.most = 1
    }
    let plan = planner.plan(of: scene)
    if isDetailed, !plan.leftOut.isEmpty {
      Console.note(
        "no room for pictures of \(judged.record.name): \(plan.leftOut.joined(separator: "; "))")
    }
    let crops = try plan.crops.enumerated().map { place, crop in
      let name = "crops/\(number + 1)-\(place + 1)"
      let panels = try panels(
        judged, candidates, outputs, crop, renderer, name,
        withRemoved: number < Self.removed && place == 0)
      var set = CropSet(
        scene: judged.record.name, x: crop.x, y: crop.y, width: crop.width, height: crop.height,
        reason: crop.reason, stretch: renderer.stretchDescription,
        differenceScale: renderer.differenceDescription, panels: panels,
        pixels: try pixels(judged, candidates, outputs, crop, renderer, name),
        stars: stars.inside(crop))
      set.sky = CropSky(scene.noisy.metadata, crop)
      return set
    }
    return (crops, try preview(judged, renderer))
  }

  private func preview(_ judged: JudgedScene, _ renderer: CropRenderer) throws -> FramePreview {
    let (bytes, width, height) = try PreviewRenderer(renderer: renderer).jpeg(judged.scene.noisy)
    let file = "crops/\(number + 1)-frame.jpg"
    try AtomicFile.write(bytes, to: folder.path + "/" + file)
    return FramePreview(scene: judged.record.name, file: file, width: width, height: height)
  }

  private func panels(
    _ judged: JudgedScene, _ candidates: [String], _ outputs: [Result<AstroImage, any Error>],
    _ crop: CropPlanner.Crop, _ renderer: CropRenderer, _ name: String, withRemoved: Bool
  ) throws -> [CropSet.Panel] {
    let scene = judged.scene
    func save(_ bytes: [UInt8], _ suffix: String) throws -> String {
      let file = "\(name)-\(suffix).png"
      try AtomicFile.write(bytes, to: folder.path + "/" + file)
      return file
    }
    var panels = [
      CropSet.Panel(
        role: .input, candidate: nil,
        file: try save(try renderer.picture(scene.noisy, crop), "input"))
    ]
    if let reference = scene.reference {
      let file = try save(try renderer.picture(reference, crop), "reference")
      panels.append(.init(role: .reference, candidate: nil, file: file))
    }
    for (slot, (candidate, output)) in zip(candidates, outputs).enumerated() {
      guard case .success(let output) = output else { continue }
      func add(_ role: CropSet.Panel.Role, _ bytes: [UInt8]) throws {
        let file = try save(bytes, "\(role.rawValue)-\(slot + 1)")
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
    _ judged: JudgedScene, _ candidates: [String], _ outputs: [Result<AstroImage, any Error>],
    _ crop: CropPlanner.Crop, _ renderer: CropRenderer, _ name: String
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
    let file = "\(name).pixels"
    try AtomicFile.write(bytes, to: folder.path + "/" + file)
    let reference = scene.reference.map { renderer.stretch(of: $0) }
    let isTiled = max(scene.noisy.width, scene.noisy.height) > Self.tile
    var result = CropPixels(
      file: file, channels: light.count, zero: samples.zero, scale: samples.scale,
      fullScale: scene.fullScale, skyNoise: Double(renderer.skyNoise),
      inputStretch: .init(
        shadows: renderer.stretch.shadows, midtones: renderer.stretch.midtones),
      referenceStretch: reference.map { .init(shadows: $0.shadows, midtones: $0.midtones) },
      tile: scene.tileSize ?? (isTiled ? Self.tile : nil), layers: layers)
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
