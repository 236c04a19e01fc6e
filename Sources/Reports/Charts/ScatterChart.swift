/// Many single things of several candidates by two figures: an SVG that prints and needs no script.
///
/// A candidate's dots are one path, so that thousands of them weigh little; a script finds a dot again by the axes, which the
/// drawing names.
struct ScatterChart {
  struct Series {
    var name: String
    var style: SeriesStyle
    var points: [(x: Double, y: Double)]
    /// Drawn with its marker and last; the others are dots.
    var isForemost = false
  }

  var ground: ChartGround
  /// What a script calls the two figures.
  var keys: (x: String, y: String)
  var series: [Series]

  func svg() -> String {
    let (x, y) = (ground.x, ground.y)
    let space =
      "<g class=\"plot\" data-keys=\"\(keys.x) \(keys.y)\" data-x=\"\(x.low) \(x.high)\" data-y=\"\(y.low) \(y.high)\">"
    let drawn = series.filter { !$0.isForemost } + series.filter(\.isForemost)
    return ground.svg(
      labels: x.ticks(6).map { ($0, NumberFormat.tick($0)) },
      data: [space] + drawn.map(draw) + ["</g>"])
  }

  private func draw(_ one: Series) -> String {
    let places = one.points.map { (x: ground.across($0.x), y: ground.up($0.y)) }
    let group =
      "<g class=\"\(one.style.colorClass)\" data-candidate=\"\(one.style.index)\">"
      + SVG.tip(one.name)
    if one.isForemost {
      return group + places.map { one.style.mark(x: $0.x, y: $0.y) }.joined() + "</g>"
    }
    let dots = places.map { "M\(SVG.number($0.x)) \(SVG.number($0.y))h0" }.joined()
    return group + "<path class=\"dots\" d=\"\(dots)\"/></g>"
  }
}
