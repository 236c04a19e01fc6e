internal import Evaluation
internal import Statistics

extension ChartFigure {
  /// Where in the frame candidates err; `nil` where the record does not say.
  init?(_ axis: ErrorProfile.Axis, _ record: RunRecord) {
    let profiles = (record.errorProfiles ?? []).filter { $0.axis == axis && !$0.places.isEmpty }
    let words: ProfileWords
    switch axis {
    case .border:
      words = ProfileWords(
        id: "chart-border", title: "Error from the border inwards",
        reading:
          "A level curve treats the border as it treats the frame; one that rises to the left pads badly, one that falls there smooths the border more. Rms of output minus reference outside stars in rings of eight pixels, mean over the test scenes; one is the input’s noise. Shaded: the winner’s 95 % interval over scenes where there are three, else along the ring; the table has everyone’s.",
        horizontal: "distance to the nearest border, px",
        vertical: "error, sigma of the input",
        reach: (0, max(96, profiles.flatMap(\.places).max() ?? 0)))
    case .seam:
      words = ProfileWords(
        id: "chart-seams", title: "Steps around the strongest seams",
        reading:
          "The frame is folded at the distance at which steps come back most strongly. A spike in the middle over a level rest is a seam. The place is the most striking of many, so that chance alone makes a small one, such as that of the grey curve, the input. Steps of the error between neighbouring columns, or rows, in blocks of 32 pixels, mean over the test scenes. Shaded: the winner’s 95 % interval over scenes where there are three, else over its seams; the table has everyone’s, and the scorecard’s tile seams say what is more than chance.",
        horizontal: "distance to the seam, px", vertical: "rms step, sigma of the input",
        reach: (-32, 32), showsInput: true)
    case .phase:
      words = ProfileWords(
        id: "chart-phase", title: "Error between the strongest seams",
        reading:
          "The whole frame is folded at the distance at which steps come back most strongly, as tiles do. A level curve treats every part of a tile alike; a rise or a fall towards the seam in the middle is tiles whose margins see too little. Rms of output minus reference outside stars, mean over the test scenes; one is the input’s noise. Shaded: the winner’s 95 % interval over scenes where there are three, else over its tiles; the table has everyone’s.",
        horizontal: "distance to the seam, in tiles", vertical: "error, sigma of the input",
        reach: (-0.5, 0.5), showsInput: true)
    }
    self.init(
      words,
      profiles.map {
        Profile(candidate: $0.candidate, places: $0.places, values: $0.values, errors: $0.errors)
      }, record)
  }

  /// The noise on the sky of every colour plane, before and after; `nil` where no test scene has colour.
  static func planeNoise(_ record: RunRecord) -> ChartFigure? {
    let known = (record.planeNoise ?? []).filter { $0.before > 0 }
    var planes: [String] = []
    for entry in known { planes.appendOnce(entry.plane) }
    guard !planes.isEmpty else { return nil }
    func entries(_ plane: String, _ candidate: String) -> [PlaneNoise] {
      known.filter { $0.plane == plane && $0.candidate == candidate }
    }
    var series: [BinChart.Series] = []
    var rows: [FigureTable.Row] = []
    for (index, candidate) in record.candidates.enumerated() {
      let own = planes.map { entries($0, candidate.name) }
      guard own.contains(where: { !$0.isEmpty }) else { continue }
      if rows.isEmpty {
        rows.append(.init(head: .init(name: "before"), cells: own.map { sigmas($0.map(\.before)) }))
      }
      if candidate.isUntouchedInput { continue }
      let label = CandidateLabel(record, index)
      let shares = own.map { range($0.map { $0.after / $0.before }) }
      series.append(
        .init(name: label.name, style: SeriesStyle(index: index), points: shares))
      rows.append(
        .init(
          head: .init(label: label, name: label.name),
          cells: zip(own, shares).map { entries, share in
            guard let share else { return "–" }
            return
              "\(sigmas(entries.map(\.after))), \(NumberFormat.text(100 * share.value, digits: 2)) %"
          }))
    }
    guard !series.isEmpty else { return nil }
    let names = planes.map { SafeText.line($0) }
    let (id, title) = ("chart-planes", "Noise left, by colour")
    return ChartFigure(
      id: id, title: title,
      reading:
        "One is the input’s noise. Colours that keep different shares of theirs leave coloured grain. From the median absolute deviation on sky. The table has sigma before and after, in image units, and the share that is left: medians over the test scenes in colour. Whiskers: the range over scenes.",
      svg: BinChart(
        id: id, title: title, description: describe(series, names), bins: names,
        horizontal: "colour", vertical: "noise left, share of input", scale: .logarithmic, ideal: 1,
        series: series
      ).svg(),
      table: FigureTable(bins: names, of: "colour", rows))
  }

  private static func sigmas(_ values: [Double]) -> String {
    values.isEmpty ? "–" : NumberFormat.text(Moments.median(values), digits: 3)
  }

  /// The median with the range; `nil` of nothing.
  private static func range(_ values: [Double]) -> ChartPoint? {
    values.isEmpty
      ? nil
      : ChartPoint(value: Moments.median(values), low: values.min(), high: values.max())
  }
}
