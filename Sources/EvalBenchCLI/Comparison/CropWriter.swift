import AstroImages
import Evaluation

/// Plans the crops of one scene and stores them.
struct CropWriter {
  let folder: RunFolder
  /// The scene's 0-based number among those that get crops.
  let number: Int

  /// Scenes that get several crops; later ones get one.
  private static let detailed = 4
  /// Scenes that get pictures of what was removed.
  private static let removed = 2

  func write(_ frame: CropFrame) throws -> (crops: [CropSet], preview: FramePreview) {
    let (scene, name) = (frame.judged.scene, frame.judged.record.name)
    let isDetailed = number < Self.detailed
    var planner = CropPlanner(troubles: frame.stars.troubles)
    if isDetailed {
      planner.errors = CropErrors(scene, candidates: frame.candidates, outputs: frame.outputs)
    } else {
      planner.most = 1
    }
    let plan = planner.plan(of: scene)
    if isDetailed, !plan.leftOut.isEmpty {
      Console.note("no room for pictures of \(name): \(plan.leftOut.joined(separator: "; "))")
    }
    let crops = try plan.crops.enumerated().map { place, crop in
      let rendered = try frame.rendered(
        crop, name: "crops/\(number + 1)-\(place + 1)",
        withRemoved: number < Self.removed && place == 0)
      try rendered.write(to: folder)
      return rendered.set
    }
    let (bytes, width, height) = try frame.preview()
    let file = "crops/\(number + 1)-frame.jpg"
    try AtomicFile.write(bytes, to: folder.path + "/" + file)
    return (crops, FramePreview(scene: name, file: file, width: width, height: height))
  }
}
