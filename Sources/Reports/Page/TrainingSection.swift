internal import Evaluation

/// How the networks learned: the loss and the validation PSNR of each, as curves and as a table.
struct TrainingSection {
  var candidates: [Curve]
  var loss: String
  var validation: String
  var hasLoss: Bool
  var hasValidation: Bool
  var lossNote: String
  var lossCaption: String

  struct Curve {
    var label: CandidateLabel
    var facts: String
    var points: [Point]
  }

  struct Point {
    var step: String
    var loss: String
    var psnr: String
    var isBest: Bool
  }

  /// `nil` when nothing was trained.
  init?(_ record: RunRecord) {
    let trained = record.candidates.indices.filter { record.candidates[$0].training != nil }
    guard !trained.isEmpty else { return nil }
    var losses: [LineChart.Series] = []
    var validations: [LineChart.Series] = []
    var names: [String] = []
    candidates = []
    for index in trained {
      guard let training = record.candidates[index].training else { continue }
      let label = CandidateLabel(record, index)
      let style = SeriesStyle(index: index)
      names.appendOnce(SafeText.line(training.lossName))
      losses.append(
        LineChart.Series(
          name: label.name, style: style,
          points: Self.averaged(training.loss).map { ($0.x, ChartPoint(value: $0.y)) }))
      validations.append(
        LineChart.Series(
          name: label.name, style: style,
          points: training.validationPSNR.map {
            (Double($0.step), ChartPoint(value: $0.value))
          },
          emphasis: Double(training.bestStep)))
      candidates.append(Curve(label: label, training))
    }
    hasLoss = losses.contains { !$0.points.isEmpty }
    hasValidation = validations.contains { !$0.points.isEmpty }
    lossNote =
      names.count > 1
      ? "The candidates trained on different losses (\(Words.list(names))): compare the shapes, not the heights."
      : ""
    let values = trained.map { record.candidates[$0].training?.loss ?? [] }
    let isLogarithmic = values.joined().allSatisfy { $0.value > 0 }
    lossCaption = "Training loss, on a \(isLogarithmic ? "logarithmic" : "linear") axis"
    if values.contains(where: { $0.count > Self.mostLosses }) {
      lossCaption += "; neighbouring values are averaged to at most \(Self.mostLosses) points"
    }
    let who = Words.list(candidates.map(\.label.name))
    loss = LineChart(
      id: "chart-loss", title: "Training loss of \(who)",
      description: Self.describe(losses, ends: "loss"), horizontal: "step",
      vertical: "loss (\(names.joined(separator: ", ")))", scale: .logarithmic, series: losses
    ).svg()
    validation = LineChart(
      id: "chart-validation", title: "Validation PSNR of \(who)",
      description: Self.describe(validations, ends: "PSNR"), horizontal: "step",
      vertical: "PSNR on validation patches, dB", scale: .linear, series: validations
    ).svg()
  }

  /// The most points of a loss curve; more of them hide the curve in its own jitter.
  private static let mostLosses = 80

  /// Means of neighbouring values, which the page says.
  private static func averaged(
    _ points: [CandidateRecord.TrainingCurve.Point]
  ) -> [(x: Double, y: Double)] {
    let group = (points.count + mostLosses - 1) / mostLosses
    guard group > 1 else { return points.map { (Double($0.step), $0.value) } }
    return stride(from: 0, to: points.count, by: group).map { start in
      let part = points[start..<min(start + group, points.count)]
      let size = Double(part.count)
      return (
        part.reduce(0) { $0 + Double($1.step) } / size, part.reduce(0) { $0 + $1.value } / size
      )
    }
  }

  /// What a reader who cannot see the curves needs of them.
  private static func describe(_ series: [LineChart.Series], ends figure: String) -> String {
    series.compactMap { curve in
      guard let first = curve.points.first, let last = curve.points.last else { return nil }
      return "\(curve.name): \(figure) from \(NumberFormat.text(first.y.value)) at step "
        + "\(NumberFormat.integer(Int(first.x))) to \(NumberFormat.text(last.y.value)) at step "
        + "\(NumberFormat.integer(Int(last.x)))."
    }.joined(separator: " ")
  }
}

extension TrainingSection.Curve {
  init(label: CandidateLabel, _ training: CandidateRecord.TrainingCurve) {
    self.label = label
    let time =
      training.seconds.map { ", \(NumberFormat.text($0, digits: 3)) s of wall clock" } ?? ""
    facts =
      "\(Words.count(training.steps, "step")), \(NumberFormat.integer(training.patchesSeen)) patches seen, "
      + "best at step \(NumberFormat.integer(training.bestStep))\(time)"
    let losses = training.loss
    points = training.validationPSNR.map { point in
      let loss = losses.last { $0.step <= point.step }
      return TrainingSection.Point(
        step: NumberFormat.integer(point.step),
        loss: loss.map { NumberFormat.text($0.value) } ?? "–",
        psnr: NumberFormat.text(point.value), isBest: point.step == training.bestStep)
    }
  }
}
