import Foundation
import Randomness
import Statistics

/// The share of simulated test sets whose 95 % interval holds the true mean.
struct CoverageTable {
  static let sizes = [5, 8, 12, 20]
  static let start = "<!-- coverage: written by benchmarks/statistics -->"
  static let end = "<!-- end of coverage -->"

  /// What the groups' paired differences are drawn from.
  enum Shape: String, CaseIterable {
    case normal
    /// Log-normal with sigma 0.6, mean 0: skewness 2.3, as when one target in ten is much harder.
    case skewed

    func draw(_ random: inout RandomSource) -> Double {
      switch self {
      case .normal: random.normal()
      case .skewed: exp(0.6 * random.normal()) - exp(0.18)
      }
    }
  }

  struct Cell {
    var covered: Double
    /// The median width in units of the groups' standard deviation; infinite where most are unbounded.
    var width: Double
  }

  let repetitions: Int
  let seed: UInt64
  private(set) var cells: [Shape: [Int: [IntervalMethod: Cell]]] = [:]

  init(repetitions: Int, seed: UInt64) {
    self.repetitions = repetitions
    self.seed = seed
    for shape in Shape.allCases {
      for size in Self.sizes { cells[shape, default: [:]][size] = measured(shape, size) }
    }
  }

  private func measured(_ shape: Shape, _ size: Int) -> [IntervalMethod: Cell] {
    var random = RandomSource(seed: seed, name: "coverage/\(shape.rawValue)/\(size)")
    var hits: [IntervalMethod: Int] = [:]
    var widths: [IntervalMethod: [Double]] = [:]
    for repetition in 0..<repetitions {
      let values = (0..<size).map { _ in shape.draw(&random) }
      for method in IntervalMethod.allCases {
        let interval = MeanInterval.interval(
          values, method: method, resamples: 2000, random: random.split("\(repetition)"))
        if interval.low <= 0 && 0 <= interval.high { hits[method, default: 0] += 1 }
        widths[method, default: []].append(interval.high - interval.low)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: IntervalMethod.allCases.map { method in
        (
          method,
          Cell(
            covered: Double(hits[method] ?? 0) / Double(repetitions),
            width: Moments.median(widths[method] ?? []))
        )
      })
  }

  var markdown: String {
    var lines = [
      "| groups | " + IntervalMethod.allCases.map(\.rawValue).joined(separator: " | ") + " |",
      "|---|" + String(repeating: "---|", count: IntervalMethod.allCases.count),
    ]
    for shape in Shape.allCases {
      for size in Self.sizes {
        let texts = IntervalMethod.allCases.map { method -> String in
          guard let cell = cells[shape]?[size]?[method] else { return "" }
          let width =
            cell.width.isFinite ? String(format: "width %.2f", cell.width) : "no bound"
          return String(format: "%.1f %%, ", 100 * cell.covered) + width
        }
        lines.append("| \(shape.rawValue) \(size) | " + texts.joined(separator: " | ") + " |")
      }
    }
    let scatter = 196 * (0.95 * 0.05 / Double(repetitions)).squareRoot()
    lines.append("")
    lines.append(
      "\(repetitions) simulated test sets a row, seed \(seed), 2000 resamples each; at 95 % the figures themselves scatter by "
        + String(format: "%.1f", scatter) + " % (95 %).")
    return lines.joined(separator: "\n")
  }

  /// Writes the table between its marks.
  func replace(inFile path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard let start = text.range(of: Self.start), let end = text.range(of: Self.end) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let result = text[..<start.upperBound] + "\n\n" + markdown + "\n\n" + text[end.lowerBound...]
    try result.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
