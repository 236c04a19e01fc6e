extension Plane {
  /// The median of the pixels between two distances from a place, those inside the frame.
  package func annulusMedian(x: Double, y: Double, from inner: Double, to outer: Double) -> Double {
    let half = Int(outer.rounded(.up)) + 1
    let column = Int(x.rounded(.toNearestOrEven))
    let row = Int(y.rounded(.toNearestOrEven))
    let columns = max(column - half, 0)..<max(min(column + half + 1, width), max(column - half, 0))
    let rows = max(row - half, 0)..<max(min(row + half + 1, height), max(row - half, 0))
    var ring: [Double] = []
    ring.reserveCapacity(rows.count * columns.count)
    let (inner2, outer2) = (inner * inner, outer * outer)
    for v in rows {
      let dy = Double(v) - y
      for u in columns {
        let dx = Double(u) - x
        let r2 = dx * dx + dy * dy
        if r2 > inner2 && r2 <= outer2 { ring.append(values[v * width + u]) }
      }
    }
    return OrderStatistics.median(ring)
  }
}
