internal import Evaluation

/// Which crops fit into the page: what is left out is the least telling, and is named.
struct CropPlan {
  var loaders: [PictureLoader]
  /// What was left out, in words.
  var omitted: [String] = []

  /// First the pictures of differences go, which the explorer can draw itself, then whole crops; the last crops of a scene
  /// before the first of any, for a scene's first crop shows what the scene is best for. A check's worst place, which rules of
  /// the gate link to, counts as a scene's second crop.
  ///
  /// - Parameter budget: the most bytes that all crops may take.
  init(_ record: RunRecord, budget: Int, assets: (String) throws -> [UInt8]) {
    loaders = record.crops.map {
      PictureLoader($0, candidates: record.candidates, assets: assets)
    }
    var seen: [String: Int] = [:]
    let ranks = record.crops.map { crop in
      defer { seen[crop.scene, default: 0] += 1 }
      let rank = seen[crop.scene] ?? 0
      return crop.worst?.isEmpty ?? true ? rank : min(rank, 1)
    }
    let leastFirst = loaders.indices.sorted { (ranks[$0], $0) > (ranks[$1], $1) }
    var total = loaders.reduce(0) { $0 + $1.encodedBytes }
    for level in [PictureLoader.Level.withoutDifferences, .nothing] {
      for index in leastFirst where total > budget {
        total -= loaders[index].encodedBytes
        loaders[index].level = level
        total += loaders[index].encodedBytes
      }
    }
    for (place, loader) in loaders.enumerated() {
      let crop = record.crops[place]
      let title = "\(SafeText.line(crop.scene)), \(SafeText.line(crop.reason))"
      switch loader.level {
      case .whole: break
      case .withoutDifferences: omitted.append("the differences of crop \(place + 1) (\(title))")
      case .nothing: omitted.append("crop \(place + 1) (\(title))")
      }
    }
  }
}
