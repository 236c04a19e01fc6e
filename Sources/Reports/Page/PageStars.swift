internal import Evaluation

/// The stars that stand in the crops of the page, each once, with the candidates' places in the record.
struct PageStars {
  struct Entry {
    /// The crop's place in the record.
    var crop: Int
    var star: CropStar
  }

  var entries: [Entry] = []
  private let places: [String: Int]

  init(_ record: RunRecord, shown: Set<Int>) {
    places = Dictionary(
      record.candidates.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    var known: Set<String> = []
    for (crop, set) in record.crops.enumerated() where shown.contains(crop) {
      // A star that stands in two crops of a scene is one star.
      for star in set.stars ?? [] where known.insert("\(set.scene)\u{0}\(star.id)").inserted {
        entries.append(Entry(crop: crop, star: star))
      }
    }
  }

  /// The candidate's place in the record, of the candidates that it has.
  func place(of candidate: String) -> Int? { places[candidate] }

  /// Every entry with one candidate's rendition of it, where there is one.
  func renditions(by candidate: Int) -> [(entry: Entry, rendition: CropStar.Rendition)] {
    entries.compactMap { entry in
      entry.star.renditions.first { places[$0.candidate] == candidate }.map { (entry, $0) }
    }
  }
}
