internal import Evaluation
internal import Statistics

extension ChartFigure {
  /// Where one candidate moved the stars of the crops, and how far every candidate did; `nil` where no star has a shift.
  static func starShifts(_ stars: PageStars, _ record: RunRecord) -> ChartFigure? {
    let moved = record.candidates.indices.map { index in
      record.candidates[index].isUntouchedInput
        ? [] : stars.renditions(by: index).filter { $0.rendition.shift?.isFinite ?? false }
    }
    let known = moved.indices.filter { !moved[$0].isEmpty }
    guard
      let drawn = known.first(where: { record.candidates[$0].name == record.winner?.candidate })
        ?? known.first
    else { return nil }
    let name = CandidateLabel(record, drawn).name
    let rows = known.map { index in
      FigureTable.Row(
        head: .init(
          label: CandidateLabel(record, index), name: CandidateLabel(record, index).name),
        cells: cells(moved[index].map(\.rendition)))
    }
    let lengths = moved[drawn].compactMap(\.rendition.shift)
    return ChartFigure(
      id: "chart-star-shift", title: "Where \(name) moved stars",
      reading:
        "An arrow from where the reference has a star to where the output has it, lengthened as the bar says. Arrows that agree are a shifted frame; arrows that all point to or from one place are a distortion; a jumble is noise.",
      svg: ShiftChart(
        id: "chart-star-shift", title: "Where \(name) moved stars",
        description: rows.map {
          "\($0.head.name): \($0.cells[0]) stars, on average \($0.cells[1]) px right and \($0.cells[2]) px down, at most \($0.cells[4]) px."
        }.joined(separator: " "), style: SeriesStyle(index: drawn),
        panels: panels(moved[drawn], record), unit: unit(Moments.quantile(lengths, 0.75))
      ).svg(),
      table: FigureTable(
        bins: ["Stars", "Right, px", "Down, px", "Typical, px", "Largest, px"], of: "shift", rows))
  }

  /// The crops with the most stars, in the page's order.
  private static func panels(
    _ moved: [(entry: PageStars.Entry, rendition: CropStar.Rendition)], _ record: RunRecord
  ) -> [ShiftChart.Panel] {
    let byCrop = Dictionary(grouping: moved, by: \.entry.crop)
    let fullest = byCrop.keys.sorted {
      (byCrop[$1]?.count ?? 0, $0) < (byCrop[$0]?.count ?? 0, $1)
    }.prefix(6).sorted()
    return fullest.map { place in
      let crop = record.crops[place]
      return ShiftChart.Panel(
        name: "\(place + 1), \(SafeText.line(crop.scene))", width: Double(crop.width),
        height: Double(crop.height),
        arrows: (byCrop[place] ?? []).map { entry, rendition in
          (
            entry.star.x - Double(crop.x), entry.star.y - Double(crop.y),
            rendition.shiftX ?? 0, rendition.shiftY ?? 0
          )
        })
    }
  }

  /// A round number near what is to be drawn as long as the bar.
  private static func unit(_ length: Double) -> Double {
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5].first { $0 >= length } ?? 10
  }

  private static func cells(_ renditions: [CropStar.Rendition]) -> [String] {
    func mean(_ values: [Double?]) -> String {
      Statistic.mean(values.compactMap { $0 }).map { NumberFormat.signed($0, digits: 2) } ?? "–"
    }
    let lengths = renditions.compactMap(\.shift)
    return [
      NumberFormat.integer(renditions.count), mean(renditions.map(\.shiftX)),
      mean(renditions.map(\.shiftY)),
      NumberFormat.text(Moments.median(lengths), digits: 2),
      NumberFormat.text(lengths.max() ?? 0, digits: 2),
    ]
  }
}
