internal import Evaluation

/// The crops, each with the input, the reference and every candidate at one stretch.
struct ImagesSection {
  var sets: [Set]
  /// Whole frames with the places of their crops.
  var frames: [FramePlaces]
  var hasFrames: Bool
  var isEmpty: Bool
  /// Whether the run has crops, be they shown or not.
  var hasCrops: Bool
  /// What was left out to keep the page small, in words.
  var omitted: [String]
  var explorer: ExplorerData
  var removed: [Removed]
  /// What every candidate left of the difference to the reference over all stored crops, by its place in the record.
  var residuals: [Int: ResidualTally]
  /// How it hangs together from pixel to pixel, and what the input's noise does.
  var correlations: [Int: ResidualCorrelation]
  var inputCorrelation: ResidualCorrelation
  /// The places in the record of the crops that are shown.
  var shown: Swift.Set<Int>

  struct Set {
    var id: String
    var number: String
    var scene: String
    var reason: String
    var place: String
    var stretch: String
    var differenceScale: String
    var hasDifferences: Bool
    var sources: [Picture]
    var candidates: [Pair]
  }

  /// One candidate's picture over its difference from the reference.
  struct Pair {
    var label: CandidateLabel
    var output: Picture?
    var difference: Picture?
  }

  struct Picture {
    var caption: String
    var alternative: String
    /// `nil` when the run's folder does not have the picture.
    var source: String?
    var problem: String?
    var width: String
    var height: String
  }

  /// What the candidates took away from one crop.
  struct Removed {
    var title: String
    var fragment: String
    var pictures: [RemovedPicture]
  }

  struct RemovedPicture {
    var label: CandidateLabel
    var picture: Picture
  }

  /// - Parameter budget: the most bytes that all crops may take in the page.
  init(_ record: RunRecord, budget: Int, assets: (String) throws -> [UInt8]) {
    let previews = FramePlaces.pictures(record, budget: budget, assets: assets)
    let plan = CropPlan(record, budget: budget - previews.bytes, assets: assets)
    omitted = plan.omitted + previews.omitted
    (sets, removed) = ([], [])
    residuals = plan.loaders.reduce(into: [:]) { sum, loader in
      for (place, tally) in loader.pixels?.residuals ?? [:] {
        sum[place, default: ResidualTally()].add(tally)
      }
    }
    correlations = plan.loaders.reduce(into: [:]) { sum, loader in
      for (place, own) in loader.pixels?.correlations ?? [:] {
        sum[place, default: ResidualCorrelation()].add(own)
      }
    }
    inputCorrelation = plan.loaders.reduce(into: ResidualCorrelation()) { sum, loader in
      if let own = loader.pixels?.inputCorrelation { sum.add(own) }
    }
    for (place, (crop, loader)) in zip(record.crops, plan.loaders).enumerated()
    where loader.level != .nothing {
      sets.append(Set(crop, loader, record, place))
      if let problem = loader.pixels?.problem {
        omitted.append("the numbers of crop \(place + 1): \(problem)")
      }
      guard loader.level == .whole else { continue }
      let pictures = Self.removedPictures(crop, loader, record)
      if !pictures.isEmpty {
        removed.append(
          Removed(
            title: "\(SafeText.line(crop.scene)), \(SafeText.line(crop.reason))",
            fragment: "image=\(place + 1)&show=removed", pictures: pictures))
      }
    }
    isEmpty = sets.isEmpty
    hasCrops = !record.crops.isEmpty
    let places = Swift.Set(plan.loaders.indices.filter { plan.loaders[$0].level != .nothing })
    shown = places
    explorer = ExplorerData(record, plan)
    frames = previews.pictures.map { FramePlaces($0, shown: places, record) }
    hasFrames = !frames.isEmpty
  }

  private static func removedPictures(
    _ crop: CropSet, _ loader: PictureLoader, _ record: RunRecord
  ) -> [RemovedPicture] {
    crop.panels.compactMap { panel in
      guard panel.role == .removed,
        let index = record.candidates.firstIndex(where: { $0.name == panel.candidate }),
        !record.candidates[index].isUntouchedInput
      else { return nil }
      let label = CandidateLabel(record, index)
      return RemovedPicture(
        label: label,
        picture: loader.picture(
          panel, caption: label.name,
          alternative:
            "What \(label.name) removed from \(SafeText.line(crop.scene)), \(SafeText.line(crop.reason))"
        ))
    }
  }
}

extension ImagesSection.Set {
  init(_ crop: CropSet, _ pictures: PictureLoader, _ record: RunRecord, _ place: Int) {
    id = "crop-\(place + 1)"
    number = String(place + 1)
    scene = SafeText.line(crop.scene)
    reason = SafeText.line(crop.reason)
    self.place = "\(crop.width) × \(crop.height) pixels at x \(crop.x), y \(crop.y)"
    stretch = SafeText.line(crop.stretch)
    differenceScale = SafeText.line(crop.differenceScale)
    let where_ = "\(scene), \(reason)"
    sources = [CropSet.Panel.Role.input, .reference].compactMap { role in
      guard let panel = crop.panels.first(where: { $0.role == role }) else { return nil }
      let name = role == .input ? "Input" : "Reference"
      return pictures.picture(panel, caption: name, alternative: "\(name) of \(where_)")
    }
    candidates = record.candidates.enumerated().compactMap { index, candidate in
      func panel(_ role: CropSet.Panel.Role) -> CropSet.Panel? {
        crop.panels.first { $0.role == role && $0.candidate == candidate.name }
      }
      let output = panel(.output)
      let difference = pictures.hasDifferences ? panel(.difference) : nil
      guard output != nil || difference != nil else { return nil }
      let label = CandidateLabel(record, index)
      return ImagesSection.Pair(
        label: label,
        output: output.map {
          pictures.picture(
            $0, caption: label.name, alternative: "Output of \(label.name) on \(where_)")
        },
        difference: difference.map {
          pictures.picture(
            $0, caption: "\(label.name), difference",
            alternative: "Output of \(label.name) minus the reference on \(where_)")
        })
    }
    hasDifferences = candidates.contains { $0.difference != nil }
  }
}
