import AstroImages
import Checks
import Evaluation

/// Keeps, for every check that knows a place, the crop of the frame where one candidate is worst by it.
struct WorstCrops {
  /// Whose worst places are kept.
  let candidate: String
  private var kept: [String: (size: Double, crop: RenderedCrop)] = [:]

  init(candidate: String) { self.candidate = candidate }

  /// The side of such a crop, in pixels: the place and little around it.
  private static let side = 64

  /// Takes those places of a frame that are worse than what is kept.
  mutating func add(_ places: [WorstPlace], of frame: CropFrame) throws {
    for place in places where place.size > kept[place.check]?.size ?? -.infinity {
      let title = Checks.all.first { $0.metadata.id == place.check }?.metadata.title ?? place.check
      let crop = CropPlanner.crop(
        frame.judged.scene, place.place.x, place.place.y, Self.side,
        "worst of “\(title)” by \(candidate): \(place.what)")
      var rendered = try frame.rendered(crop, name: "crops/worst-\(place.check)")
      rendered.set.worst = [.init(check: place.check, candidate: candidate)]
      kept[place.check] = (place.size, rendered)
    }
  }

  /// Writes what is kept, beside the crops that there are: a place that one of them shows gives it its reason instead.
  func write(to folder: RunFolder, beside known: inout [CropSet]) throws {
    for check in Checks.all.map(\.metadata.id) {
      guard let crop = kept[check]?.crop else { continue }
      let own = crop.set
      if let place = known.firstIndex(where: {
        $0.scene == own.scene && CropPlanner.overlap(.init($0), .init(own)) > 0.5
      }) {
        known[place].reason += "; \(own.reason)"
        known[place].worst = (known[place].worst ?? []) + (own.worst ?? [])
      } else {
        try crop.write(to: folder)
        known.append(own)
      }
    }
  }
}
