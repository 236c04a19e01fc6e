import Evaluation
import Statistics

/// Names in words where the winner is weakest, and writes every figure by slice.
enum SliceVerdict {
  /// The checks whose worst slices a reader should know first, in order.
  private static let wanted = [
    "psnr-display", "noise2noise-rmse", "star-loss", "stack-completeness", "fwhm-drift",
    "faint-texture",
  ]

  /// At most four sentences, of checks whose worst slice differs from the whole.
  static func sentences(_ record: RunRecord) -> [String] {
    guard let winner = record.winner?.candidate else { return [] }
    let checks = Dictionary(record.checks.map { ($0.id, $0) }) { first, _ in first }
    let worst = (record.worstSlices ?? []).filter { $0.candidate == winner }
    return wanted.compactMap { id -> String? in
      guard let check = checks[id], let slice = worst.first(where: { $0.check == id }),
        check.direction.loss(slice.mean) > check.direction.loss(slice.overall)
      else { return nil }
      let (scale, unit) = check.unit == "fraction" ? (100.0, "%") : (1, check.unit)
      let ends = [slice.low, slice.high].compactMap { $0.map { figure(scale * $0) } }
      let range = ends.isEmpty ? "" : " [\(ends.joined(separator: ", "))]"
      let (frames, targets) = (counted(slice.scenes, "frame"), counted(slice.targets, "target"))
      return
        "\(check.title): \(winner) is weakest on \(slice.facet.words) \(slice.value), \(figure(scale * slice.mean)) \(unit)\(range) there and \(figure(scale * slice.overall)) \(unit) over all test frames (\(frames) of \(targets))."
    }.prefix(4).map(\.self)
  }

  private static func counted(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  private static func figure(_ value: Double) -> String {
    decimal(value, abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 3)
  }

  /// One line a candidate, check and slice.
  static func csv(_ record: RunRecord) -> String {
    let worst = Set(
      (record.worstSlices ?? []).map {
        "\($0.candidate)\u{0}\($0.check)\u{0}\($0.facet)\u{0}\($0.value)"
      })
    var lines = ["candidate,check,facet,slice,mean,frames,targets,is_worst,low,high"]
    for figure in record.figuresBySlice(record.slices ?? []) {
      let key =
        "\(figure.candidate)\u{0}\(figure.check)\u{0}\(figure.slice.facet)\u{0}\(figure.slice.value)"
      lines.append(
        "\(CSVText.quoted(figure.candidate)),\(figure.check),\(figure.slice.facet.rawValue),\(CSVText.quoted(figure.slice.value)),\(figure.mean),\(figure.scenes),\(figure.targets),\(worst.contains(key) ? 1 : 0),\(end(figure.interval?.low)),\(end(figure.interval?.high))"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The end of an interval, or nothing where there is none.
  private static func end(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
}
