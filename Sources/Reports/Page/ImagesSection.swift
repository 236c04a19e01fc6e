internal import Evaluation

/// The crops, each with the input, the reference and every candidate at one stretch.
struct ImagesSection {
  var sets: [Set]
  var isEmpty: Bool
  /// What was left out to keep the page small, in words.
  var omitted: [String]

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

  /// - Parameter budget: the most bytes that all pictures may take in the page.
  init(_ record: RunRecord, budget: Int, assets: (String) throws -> [UInt8]) {
    var left = budget
    sets = []
    omitted = []
    for (place, crop) in record.crops.enumerated() {
      let whole = PictureLoader(crop, assets: assets)
      let lean = whole.withoutDifferences()
      let title = "\(SafeText.line(crop.scene)), \(SafeText.line(crop.reason))"
      if whole.encodedBytes <= left {
        sets.append(Set(crop, whole, record, place))
        left -= whole.encodedBytes
      } else if lean.encodedBytes <= left {
        sets.append(Set(crop, lean, record, place))
        left -= lean.encodedBytes
        omitted.append("the differences of crop \(place + 1) (\(title))")
      } else {
        omitted.append("crop \(place + 1) (\(title))")
      }
    }
    isEmpty = sets.isEmpty
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
