package import Statistics

extension RunRecord {
  /// The slices of the test split: every value of every facet that at least two values tell apart.
  package static func slices(of scenes: [SceneRecord]) -> [FrameSlice] {
    let test = scenes.filter { $0.split == .test }
    return FrameSlice.Facet.allCases.flatMap { facet -> [FrameSlice] in
      var groups: [String: [String]] = [:]
      var order: [String] = []
      for scene in test {
        guard let value = scene.value(of: facet) else { continue }
        if groups[value] == nil { order.append(value) }
        groups[value, default: []].append(scene.name)
      }
      guard order.count >= 2 else { return [] }
      return order.map { FrameSlice(facet: facet, value: $0, scenes: groups[$0] ?? []) }
    }
  }

  /// One check of one candidate on one slice.
  package struct SliceFigure: Equatable, Sendable {
    package var candidate: String
    package var check: String
    package var slice: FrameSlice
    /// The mean over targets of their frames' means.
    package var mean: Double
    /// The 95 % interval of the mean over targets; `nil` below three of them.
    package var interval: ConfidenceInterval?
    package var scenes: Int
    package var targets: Int
  }

  /// Every check of every candidate on every slice where it was measured.
  package func figuresBySlice(_ slices: [FrameSlice]) -> [SliceFigure] {
    let targets = Dictionary(scenes.map { ($0.name, $0.target) }) { first, _ in first }
    var found: [String: [Row]] = [:]
    for row in rows where row.split == .test && row.status == .measured {
      found[row.candidate + "\u{0}" + row.check, default: []].append(row)
    }
    var result: [SliceFigure] = []
    for candidate in candidates.map(\.name) {
      for check in checks {
        guard let measured = found[candidate + "\u{0}" + check.id] else { continue }
        for slice in slices {
          let names = Set(slice.scenes)
          let own = measured.filter { names.contains($0.scene) }
          guard let mean = Self.mean(own, targets) else { continue }
          result.append(
            SliceFigure(
              candidate: candidate, check: check.id, slice: slice, mean: mean.value,
              interval: TargetInterval.interval(mean.byTarget).map(check.possible),
              scenes: own.count,
              targets: mean.byTarget.count))
        }
      }
    }
    return result
  }

  /// Where each candidate is worst by each check, among facets whose slices were all measured on two frames or more where
  /// there are such.
  package func worstSlices(_ slices: [FrameSlice]) -> [WorstSlice] {
    let figures = figuresBySlice(slices)
    let directions = Dictionary(checks.map { ($0.id, $0.direction) }) { first, _ in first }
    let targets = Dictionary(scenes.map { ($0.name, $0.target) }) { first, _ in first }
    var result: [WorstSlice] = []
    for candidate in candidates.map(\.name) {
      for check in checks {
        let own = figures.filter { $0.candidate == candidate && $0.check == check.id }
        let broad = own.filter { $0.scenes >= 2 }
        let pool = broad.isEmpty ? own : broad
        guard let direction = directions[check.id], pool.count >= 2,
          let worst = pool.max(by: { direction.loss($0.mean) < direction.loss($1.mean) }),
          let overall = Self.mean(
            rows.filter {
              $0.candidate == candidate && $0.check == check.id && $0.split == .test
                && $0.status == .measured
            }, targets)
        else { continue }
        result.append(
          WorstSlice(
            candidate: candidate, check: check.id, facet: worst.slice.facet,
            value: worst.slice.value, mean: worst.mean, overall: overall.value,
            scenes: worst.scenes, targets: worst.targets, low: worst.interval?.low,
            high: worst.interval?.high))
      }
    }
    return result
  }

  private static func mean(
    _ rows: [Row], _ targets: [String: String]
  ) -> (value: Double, byTarget: [Double])? {
    var byTarget: [String: [Double]] = [:]
    var order: [String] = []
    for row in rows {
      guard let value = row.finding?.value else { continue }
      let target = targets[row.scene] ?? row.scene
      if byTarget[target] == nil { order.append(target) }
      byTarget[target, default: []].append(value)
    }
    guard !order.isEmpty else { return nil }
    let means = order.map { target in
      let values = byTarget[target] ?? []
      return values.reduce(0, +) / Double(values.count)
    }
    return (means.reduce(0, +) / Double(means.count), means)
  }
}

extension SceneRecord {
  /// What a frame is, by a facet; `nil` where nobody knows.
  package func value(of facet: FrameSlice.Facet) -> String? {
    switch facet {
    case .sensor: sensor
    case .filter: filter
    case .kind: kind
    case .signalLevel: signalLevel
    case .pixelScale:
      pixelScale.map { scale in
        switch scale {
        case ..<0.5: "below 0.5 arcsec"
        case ..<1: "0.5 to 1 arcsec"
        case ..<2: "1 to 2 arcsec"
        case ..<4: "2 to 4 arcsec"
        default: "4 arcsec and more"
        }
      }
    }
  }
}
