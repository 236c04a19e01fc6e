internal import Evaluation
internal import Statistics

extension ChartFigure {
  /// The stars of the page's crops by magnitude, and where they moved; none where nothing was measured.
  static func starPlots(_ stars: PageStars, _ record: RunRecord) -> [ChartFigure] {
    [
      starPlot(
        stars, record, id: "chart-star-width", key: "width", title: "Width of the crops’ stars",
        reading:
          "Above zero a star was bloated, below it sharpened; in the shaded band is what counts as kept. Faint stars scatter with their noise.",
        vertical: "change of width, %", band: 10, value: \.widthChange),
      starPlot(
        stars, record, id: "chart-star-brightness", key: "brightness",
        title: "Brightness of the crops’ stars",
        reading:
          "Above zero a star was dimmed. The shaded band is ± 5 mmag, below what most photometry sees.",
        vertical: "change of brightness, mmag", band: 5, value: \.brightnessChange),
      starShifts(stars, record),
    ].compactMap { $0 }
  }

  private static func starPlot(
    _ stars: PageStars, _ record: RunRecord, id: String, key: String, title: String,
    reading: String, vertical: String, band: Double,
    value: (CropStar.Rendition) -> Double?
  ) -> ChartFigure? {
    let found = record.candidates.indices.map { index in
      stars.renditions(by: index).compactMap { entry, rendition -> (x: Double, y: Double)? in
        guard let x = entry.star.magnitude, let y = value(rendition), x.isFinite, y.isFinite
        else { return nil }
        return (x, y)
      }
    }
    let shown = found.indices.filter {
      !found[$0].isEmpty && !record.candidates[$0].isUntouchedInput
    }
    let all = shown.flatMap { found[$0] }
    guard !all.isEmpty else { return nil }
    // A few ruined stars must not flatten the others: they stand at the edge, and the table counts them.
    let reach = max(2 * band, 1.05 * Moments.quantile(all.map { abs($0.y) }, 0.9))
    let rows = shown.map { index in
      FigureTable.Row(
        head: .init(
          label: CandidateLabel(record, index), name: CandidateLabel(record, index).name),
        cells: cells(found[index].map(\.y), band: band))
    }
    return ChartFigure(
      id: id, title: title, reading: reading,
      svg: ScatterChart(
        ground: ChartGround(
          id: id, title: title,
          description: rows.map {
            "\($0.head.name): \($0.cells[0]) stars, median \($0.cells[1]), \($0.cells[3]) outside the band."
          }.joined(separator: " "),
          horizontal: "magnitude", vertical: vertical,
          x: Axis(covering: all.map(\.x), scale: .linear), y: Axis(from: -reach, to: reach),
          ideal: 0, band: (-band, band)), keys: ("magnitude", key),
        series: shown.map { index in
          .init(
            name: CandidateLabel(record, index).name, style: SeriesStyle(index: index),
            points: found[index],
            isForemost: record.candidates[index].name == record.winner?.candidate)
        }
      ).svg(),
      table: FigureTable(
        bins: ["Stars", "Median", "Two thirds of them", "Outside the band"], of: vertical, rows))
  }

  /// How many, their median, the middle 68 % and how many are outside the band.
  private static func cells(_ values: [Double], band: Double) -> [String] {
    func quantile(_ share: Double) -> String {
      NumberFormat.signed(Moments.quantile(values, share), digits: 3)
    }
    return [
      NumberFormat.integer(values.count), quantile(0.5), "\(quantile(0.16)) … \(quantile(0.84))",
      NumberFormat.integer(values.count { abs($0) > band }),
    ]
  }
}
