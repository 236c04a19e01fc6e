import Evaluation
import Exposures
import Reports

/// The curves as one page of HTML with drawings, without scripts or anything from elsewhere.
enum InjectionPage {
  static func html(_ record: InjectionRecord) -> String {
    var body = ["<h1>What candidates do to artificial light</h1>"]
    body.append(
      "<p>Seed \(record.seed), \(record.passes) passes. Shaded: 95 % intervals. The untouched frame is <i>identity</i>.</p>"
    )
    for frame in record.frames {
      body.append("<h2>\(SafeText.html(frame.name))</h2>")
      body.append("<ul>" + frame.notes.map { "<li>\(SafeText.html($0))</li>" }.joined() + "</ul>")
      for failure in frame.failures {
        body.append(
          "<p>failed: \(SafeText.html(failure.candidate)): \(SafeText.html(failure.message))</p>")
      }
      body.append("<div class=\"charts\">")
      body.append(
        chart(
          "Stars found", "signal-to-noise", "fraction", isLogarithmic: true,
          frame.results.map { ($0.candidate, $0.completeness.map { ($0.signalToNoise, $0.found) }) }
        ))
      body.append(
        chart(
          "Light lost", "signal-to-noise", "mmag", isLogarithmic: true,
          frame.results.map { ($0.candidate, $0.photometry.map { ($0.signalToNoise, $0.bias) }) }))
      body.append(
        chart(
          "Equal doubles resolved", "separation in FWHM", "fraction", isLogarithmic: false,
          frame.results.map { result in
            (
              result.candidate,
              result.doubles.filter { $0.magnitudeDifference == 0 }.map {
                ($0.separation, $0.resolved)
              }
            )
          }))
      body.append(
        chart(
          "Faint light kept", "surface brightness in sigma", "slope", isLogarithmic: true,
          frame.results.map { ($0.candidate, $0.faint.map { ($0.amplitude, $0.slope) }) }))
      body.append("</div><pre>\(SafeText.html(table(frame, record)))</pre>")
    }
    for line in record.skipped { body.append("<p>\(SafeText.html(line))</p>") }
    return """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>evalbench inject</title><style>\
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}\
      .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:1rem}\
      svg{width:100%;height:auto}pre{overflow-x:auto;font-size:12px}\
      @media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}</style>
      \(body.joined(separator: "\n"))
      </html>

      """
  }

  private static func table(_ frame: InjectionRecord.Frame, _ record: InjectionRecord) -> String {
    var one = record
    one.frames = [frame]
    return InjectionTable.text(one)
  }

  private static func chart(
    _ title: String, _ horizontal: String, _ vertical: String, isLogarithmic: Bool,
    _ curves: [(String, [(Double, InjectionResult.Point)])]
  ) -> String {
    CurveChart(
      title: title, horizontal: horizontal, vertical: vertical, isLogarithmic: isLogarithmic,
      curves: curves.map { name, points in
        CurveChart.Curve(
          name: name,
          points: points.map { x, point in
            .init(x: x, y: point.value, low: point.interval?.low, high: point.interval?.high)
          })
      }
    ).svg
  }
}
