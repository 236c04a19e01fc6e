internal import Evaluation
internal import Statistics

/// The values that a question is decided by: image by image, and averaged over each group.
struct Evidence {
  struct Item {
    var image: GateImage
    var value: Double
    var count: Int?
  }

  var items: [Item]
  var groupBy: GateConfiguration.DataSettings.Group
  var unit: String

  /// The group means, in order of the groups' names.
  var groups: [(name: String, value: Double)] {
    var sums: [String: (Double, Int)] = [:]
    for item in items {
      let key = groupBy == .target ? item.image.target : item.image.name
      let known = sums[key] ?? (0, 0)
      sums[key] = (known.0 + item.value, known.1 + 1)
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value.0 / Double($0.value.1)) }
  }

  /// The largest value that is still compatible with nothing having been seen; `nil` where something was.
  func upperBoundOfZero(level: Double) -> Double? {
    guard !items.isEmpty, items.allSatisfy({ $0.value == 0 }) else { return nil }
    switch unit {
    case "per Mpx":
      let area = items.reduce(0) { $0 + $1.image.megapixels }
      return ProportionInterval.upperBoundOfZeroRate(exposure: area, level: level)
    case "fraction":
      let trials = items.reduce(0) { $0 + ($1.count ?? 0) }
      return trials > 0
        ? ProportionInterval.upperBoundOfZero(trials: trials, level: level) : nil
    default: return nil
    }
  }

  /// The images whose values are furthest from good, at most three.
  func worst(by loss: (Double) -> Double) -> [GateEntry.JudgedImage] {
    Array(ranked(by: loss).prefix(3))
  }

  /// The image in the middle between the worst and the best; `nil` for no more than three.
  func typical(by loss: (Double) -> Double) -> GateEntry.JudgedImage? {
    items.count > 3 ? ranked(by: loss)[items.count / 2] : nil
  }

  /// All images, the one that is furthest from good first.
  private func ranked(by loss: (Double) -> Double) -> [GateEntry.JudgedImage] {
    items.sorted { (loss($0.value), $1.image.name) > (loss($1.value), $0.image.name) }.map {
      GateEntry.JudgedImage(
        image: $0.image.name, target: $0.image.target, value: $0.value, link: $0.image.reportLink)
    }
  }
}
