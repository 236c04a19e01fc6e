import AstroImages
import Evaluation

/// A check that looks at one plane at a time.
///
/// Of a colour frame every plane that is light is measured. Fidelity figures are averaged over the planes; of all others the
/// worst plane is the headline. The parts hold every plane's figure, and those of the worst plane in detail.
protocol PlaneCheck: Check {
  /// Whether the headline of a colour frame is the mean of the planes.
  var averagesPlanes: Bool { get }

  func measure(_ sample: Sample, plane: Int) throws -> Finding
}

extension PlaneCheck {
  var averagesPlanes: Bool { false }

  func evaluate(_ sample: Sample) throws -> CheckOutcome {
    let names = sample.scene.noisy.channelNames
    let light = names.indices.filter { !["a", "alpha"].contains(names[$0].lowercased()) }
    var found: [(name: String, finding: Finding)] = []
    var missing: NotApplicable?
    for plane in light {
      do {
        found.append((names[plane], try measure(sample, plane: plane)))
      } catch let error as NotApplicable {
        missing = missing ?? error
      }
    }
    guard let worst = found.max(by: { badness($0.finding) < badness($1.finding) }) else {
      return .notApplicable(reason: missing?.reason ?? "no plane that is light")
    }
    guard light.count > 1 else { return .measured(worst.finding) }
    var finding = worst.finding
    let planes = found.map {
      Finding.Part(
        "plane \($0.name)", $0.finding.value, unit: metadata.unit, interval: $0.finding.interval,
        count: $0.finding.count)
    }
    if averagesPlanes {
      finding.value = found.reduce(0) { $0 + $1.finding.value } / Double(found.count)
      finding.interval = Self.meanInterval(found.map(\.finding), around: finding.value)
      finding.parts = planes
      let shared = found[0].finding.parts.indices.filter { index in
        found.allSatisfy { $0.finding.parts.indices.contains(index) }
      }
      for index in shared {
        var part = found[0].finding.parts[index]
        part.value = found.reduce(0) { $0 + $1.finding.parts[index].value } / Double(found.count)
        part.interval = nil
        finding.parts.append(part)
      }
    } else {
      finding.parts = planes + worst.finding.parts
    }
    return .measured(finding)
  }

  /// The interval of a mean over planes, whose noise is their own; `nil` where a plane has none.
  private static func meanInterval(_ findings: [Finding], around value: Double)
    -> Finding.Interval?
  {
    let intervals = findings.compactMap(\.interval)
    guard intervals.count == findings.count else { return nil }
    func half(_ width: (Finding, Finding.Interval) -> Double) -> Double {
      let squares = zip(findings, intervals).reduce(0) {
        $0 + width($1.0, $1.1) * width($1.0, $1.1)
      }
      return squares.squareRoot() / Double(findings.count)
    }
    return Finding.Interval(
      value - half { $0.value - $1.low }, value + half { $1.high - $0.value })
  }

  /// How far a value is on the wrong side, for comparing planes.
  private func badness(_ finding: Finding) -> Double {
    switch metadata.direction {
    case .higherIsBetter: -finding.value
    case .lowerIsBetter: finding.value
    case .closerToZeroIsBetter: abs(finding.value)
    case .closerToOneIsBetter: abs(finding.value - 1)
    }
  }
}
