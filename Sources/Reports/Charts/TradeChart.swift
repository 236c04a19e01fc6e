/// What candidates reach against what they cost: an SVG that prints and needs no script.
struct TradeChart {
  struct Entry {
    var name: String
    var style: SeriesStyle
    var cost: Double
    var quality: Double
  }

  /// Unique on the page; the text alternative is found by it.
  var id: String
  var title: String
  var description: String
  var horizontal: String
  var vertical: String
  var entries: [Entry]

  /// Those that no other one beats at no more cost, the cheapest first; more quality is better.
  var frontier: [Entry] {
    var best = -Double.infinity
    return entries.sorted { ($0.cost, -$0.quality) < ($1.cost, -$1.quality) }.filter {
      guard $0.quality > best else { return false }
      best = $0.quality
      return true
    }
  }

  func svg() -> String {
    let ground = ChartGround(
      id: id, title: title, description: description, horizontal: horizontal, vertical: vertical,
      x: Axis(covering: entries.map(\.cost), scale: .logarithmic),
      y: Axis(covering: entries.map(\.quality), scale: .linear))
    var parts: [String] = []
    var corner: (x: Double, y: Double)?
    var steps: [(Double, Double)] = []
    for entry in frontier {
      let place = (x: ground.across(entry.cost), y: ground.up(entry.quality))
      if let corner { steps.append((place.x, corner.y)) }
      steps.append(place)
      corner = place
    }
    parts.append(SVG.path(steps, class: "ideal step"))
    for entry in entries {
      let mark = entry.style.mark(
        x: ground.across(entry.cost), y: ground.up(entry.quality), saying: entry.name)
      parts.append("<g class=\"\(entry.style.colorClass)\">\(mark)</g>")
    }
    return ground.svg(
      labels: ground.x.ticks(5).map { ($0, NumberFormat.tick($0)) }, data: parts)
  }
}
