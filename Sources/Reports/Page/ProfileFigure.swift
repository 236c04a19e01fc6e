internal import Evaluation
internal import Statistics

extension ChartFigure {
  /// One candidate's figures on one scene, place by place, with their standard errors.
  struct Profile {
    var candidate: String
    var places: [Double]
    var values: [Double]
    var errors: [Double]
  }

  /// What a chart of profiles says of them.
  struct ProfileWords {
    var id: String
    var title: String
    var reading: String
    var horizontal: String
    var vertical: String
    /// The value of a perfect candidate.
    var ideal: Double?
    /// The ends of the horizontal axis.
    var reach: (low: Double, high: Double)
    /// Whether the untouched input is drawn as well, quietly.
    var showsInput = false
  }

  /// Curves over the places of a frame, the mean over the scenes; `nil` where the record has none.
  init?(_ words: ProfileWords, _ profiles: [Profile], _ record: RunRecord) {
    // Frames of different sizes have different places; the most common ones stand for all.
    let shapes = Dictionary(grouping: profiles, by: \.places)
    guard
      let places = shapes.max(by: {
        ($0.value.count, $1.key.count) < ($1.value.count, $0.key.count)
      })?.key, places.count > 1
    else { return nil }
    var curves: [LineChart.Series] = []
    var rows: [FigureTable.Row] = []
    for (index, candidate) in record.candidates.enumerated()
    where words.showsInput || !candidate.isUntouchedInput {
      let own = profiles.filter { $0.candidate == candidate.name && $0.places == places }
      guard !own.isEmpty else { continue }
      let label = CandidateLabel(record, index)
      let points = places.indices.map { Self.pooled(own, at: $0) }
      var curve = LineChart.Series(
        name: label.name, style: SeriesStyle(index: index),
        points: zip(places, points).map { ($0, $1) })
      curve.hasBand = label.isWinner
      curve.isQuiet = candidate.isUntouchedInput
      curves.append(curve)
      rows.append(
        FigureTable.Row(
          head: .init(label: label, name: label.name), cells: points.map(Self.text)))
    }
    guard !curves.isEmpty else { return nil }
    (id, title, reading) = (words.id, words.title, words.reading)
    table = FigureTable(
      bins: places.map { NumberFormat.text($0, digits: 2) }, of: words.horizontal, rows)
    var chart = LineChart(
      id: id, title: title,
      description: curves.map { curve in
        let values = curve.points.map(\.y.value)
        return
          "\(curve.name): from \(NumberFormat.text(values.min() ?? 0, digits: 2)) to \(NumberFormat.text(values.max() ?? 0, digits: 2))."
      }.joined(separator: " "),
      horizontal: words.horizontal, vertical: words.vertical, series: curves)
    (chart.ideal, chart.reach) = (words.ideal, words.reach)
    svg = chart.svg()
  }

  /// The mean over scenes at one place.
  private static func pooled(_ profiles: [Profile], at place: Int) -> ChartPoint {
    let values = profiles.map { $0.values[place] }
    let mean = Moments.mean(values)
    if values.count >= TargetInterval.fewest {
      let ends = MeanInterval.studentT(values, level: 0.95)
      return ChartPoint(value: mean, low: ends.low, high: ends.high)
    }
    let squares = profiles.reduce(0) { $0 + $1.errors[place] * $1.errors[place] }
    let half = 1.96 * squares.squareRoot() / Double(values.count)
    return ChartPoint(value: mean, low: mean - half, high: mean + half)
  }
}

extension ChartFigure {
  /// What candidates did to the background along one direction; `nil` where the record does not say.
  init?(_ axis: BackgroundProfile.Axis, _ record: RunRecord) {
    let words = Self.words(axis)
    self.init(
      .init(
        id: "chart-profile-\(axis.rawValue)", title: words.title,
        reading:
          "\(words.reading) Median of output minus reference on plain sky, mean over the test scenes; zero is right. Shaded: the winner’s 95 % interval over scenes where there are three, else over the frame’s cells; the table has everyone’s.",
        horizontal: words.horizontal, vertical: "background added, sigma of the input", ideal: 0,
        reach: (0, 1)),
      (record.profiles ?? []).filter { $0.axis == axis }.map {
        Profile(candidate: $0.candidate, places: $0.places, values: $0.values, errors: $0.errors)
      }, record)
  }

  private static func words(
    _ axis: BackgroundProfile.Axis
  ) -> (title: String, reading: String, horizontal: String) {
    switch axis {
    case .x:
      (
        "Background across the frame", "A slope is a gradient that the denoiser made.",
        "from the left (0) to the right (1)"
      )
    case .y:
      (
        "Background down the frame", "A slope is a gradient that the denoiser made.",
        "from the top (0) to the bottom (1)"
      )
    case .radius:
      (
        "Background from centre to corner",
        "A fall to the right is vignetting that flat-fielding had taken out.",
        "from the centre (0) to the corners (1)"
      )
    }
  }
}
