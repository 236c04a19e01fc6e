import Evaluation
import Exposures
import Reports

/// The curves as one page of HTML with drawings, without scripts or anything from elsewhere.
enum InjectionPage {
  static func html(_ record: InjectionRecord) -> String {
    var body = [
      "<section><h1>evalbench inject</h1>",
      "<p class=\"lead\">What candidates do to artificial light</p>",
      "<p class=\"measure\">Seed \(record.seed), \(record.passes) passes. Shaded: 95 % intervals. The untouched frame is <i>identity</i>.</p>",
    ]
    body += record.skipped.map { "<p class=\"measure\">\(escaped($0))</p>" }
    body.append("</section>")
    for (number, frame) in record.frames.enumerated() {
      body.append(section(frame, number: number + 1, record))
    }
    return PlainPage.html(title: "Artificial light", body: body.joined(separator: "\n"))
  }

  private static func section(
    _ frame: InjectionRecord.Frame, number: Int, _ record: InjectionRecord
  ) -> String {
    var parts = ["<section><h2><bdi>\(escaped(frame.name))</bdi></h2>"]
    parts.append(
      "<ul class=\"notes\">" + frame.notes.map { "<li>\(escaped($0))</li>" }.joined() + "</ul>")
    for failure in frame.failures {
      parts.append(
        "<p class=\"measure\"><strong>Failed:</strong> \(escaped(failure.candidate)): \(escaped(failure.message))</p>"
      )
    }
    let legend = frame.results.enumerated().map { place, result in
      "<li>\(SeriesStyle(index: place).swatch)<bdi>\(escaped(result.candidate))</bdi></li>"
    }
    parts.append("<ul class=\"legend row\">\(legend.joined())</ul><div class=\"charts\">")
    parts += Figure.all.map { figure in
      "<figure class=\"chart-frame\"><h3>\(figure.title)</h3><div class=\"scroll\" role=\"region\" aria-label=\"\(figure.title), chart\" tabindex=\"0\">\(figure.chart(frame, id: "frame-\(number)-\(figure.id)"))</div></figure>"
    }
    var one = record
    one.frames = [frame]
    parts.append(
      "</div><details open><summary>As a table</summary><div class=\"scroll\" role=\"region\" aria-label=\"Figures of the frame\" tabindex=\"0\"><pre>\(SafeText.html(InjectionTable.text(one)))</pre></div></details></section>"
    )
    return parts.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String { SafeText.html(SafeText.line(text)) }

  /// One question of the page and where its curves come from.
  private struct Figure: Sendable {
    var id: String
    var title: String
    var horizontal: String
    var vertical: String
    var scale = Axis.Scale.logarithmic
    var points: @Sendable (InjectionResult) -> [(x: Double, y: InjectionResult.Point)]

    static let all = [
      Figure(
        id: "found", title: "Stars found", horizontal: "signal-to-noise ratio",
        vertical: "fraction found", points: { $0.completeness.map { ($0.signalToNoise, $0.found) } }
      ),
      Figure(
        id: "light", title: "Light lost", horizontal: "signal-to-noise ratio", vertical: "mmag",
        points: { $0.photometry.map { ($0.signalToNoise, $0.bias) } }),
      Figure(
        id: "doubles", title: "Equal doubles resolved", horizontal: "separation, in star widths",
        vertical: "fraction resolved", scale: .linear,
        points: { result in
          result.doubles.filter { $0.magnitudeDifference == 0 }
            .map { ($0.separation, $0.resolved) }
        }),
      Figure(
        id: "faint", title: "Faint light kept",
        horizontal: "surface brightness, in units of the noise", vertical: "slope",
        points: { $0.faint.map { ($0.amplitude, $0.slope) } }),
    ]

    func chart(_ frame: InjectionRecord.Frame, id: String) -> String {
      let series = frame.results.enumerated().map { place, result in
        LineChart.Series(
          name: result.candidate, style: SeriesStyle(index: place),
          points: points(result).map { x, point in
            (
              x,
              ChartPoint(
                value: point.value, low: point.interval?.low, high: point.interval?.high)
            )
          })
      }
      return LineChart(
        id: id, title: "\(title), \(frame.name)",
        description: "Every candidate's figures are in the table below.", horizontal: horizontal,
        vertical: vertical, horizontalScale: scale, series: series
      ).svg()
    }
  }
}
