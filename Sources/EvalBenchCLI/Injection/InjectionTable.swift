import Evaluation
import Exposures

/// The curves as text for a terminal: a table a frame and question, candidates down.
enum InjectionTable {
  static func text(_ record: InjectionRecord) -> String {
    record.frames.map(text).joined(separator: "\n\n")
  }

  private static func text(_ frame: InjectionRecord.Frame) -> String {
    var blocks = [frame.name + "\n" + frame.notes.map { "  " + $0 }.joined(separator: "\n")]
    func table(_ title: String, _ columns: [String], _ row: (InjectionResult) -> [String]) {
      guard !columns.isEmpty else { return }
      blocks.append(
        ResultTable.aligned(
          [[title] + columns] + frame.results.map { ["  " + $0.candidate] + row($0) })
      )
    }
    let rungs = frame.results.first?.completeness.map(\.signalToNoise) ?? []
    table(
      "stars found %, by signal-to-noise",
      rungs.map { decimal($0, 0) } + (rungs.isEmpty ? [] : ["50 % at", "90 % at"])
    ) { result in
      rungs.map { rung in
        result.completeness.first { $0.signalToNoise == rung }
          .map { decimal($0.found.value * 100, 0) } ?? "-"
      }
        + [result.halfCompleteness, result.ninetyCompleteness].map {
          $0.map { decimal($0, 1) } ?? "-"
        }
    }
    let bright = frame.results.first?.photometry.map(\.signalToNoise) ?? []
    table("light lost, mmag, by signal-to-noise", bright.map { decimal($0, 0) }) { result in
      bright.map { rung in
        result.photometry.first { $0.signalToNoise == rung }.map { interval($0.bias, 0) } ?? "-"
      }
    }
    let cells = frame.results.first?.doubles ?? []
    table(
      "doubles resolved %, separation in FWHM and magnitudes",
      cells.map { "\(decimal($0.separation, 2))/\(decimal($0.magnitudeDifference, 0))" }
    ) { result in
      cells.map { cell in
        result.doubles.first {
          $0.separation == cell.separation && $0.magnitudeDifference == cell.magnitudeDifference
        }.map { decimal($0.resolved.value * 100, 0) } ?? "-"
      }
    }
    let faint = frame.results.first?.faint.map(\.amplitude) ?? []
    table(
      "faint light kept, by brightness in sigma",
      faint.map { decimal($0, 2) } + (faint.isEmpty ? [] : ["below 1"])
    ) { result in
      faint.map { rung in
        result.faint.first { $0.amplitude == rung }.map { interval($0.slope, 2) } ?? "-"
      } + [result.faintSlope.map { interval($0, 3) } ?? "-"]
    }
    for failure in frame.failures {
      blocks.append("failed: \(failure.candidate): \(failure.message)")
    }
    return blocks.joined(separator: "\n")
  }

  /// A value with half of its interval.
  private static func interval(_ point: InjectionResult.Point, _ places: Int) -> String {
    guard let limits = point.interval else { return decimal(point.value, places) }
    return "\(decimal(point.value, places))±\(decimal(0.5 * (limits.high - limits.low), places))"
  }
}
