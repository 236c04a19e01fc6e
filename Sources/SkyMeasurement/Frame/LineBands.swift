private import Foundation

/// How much neighbouring groups of rows, or of columns, differ in level: white noise makes them differ a little, bands more.
package struct LineBands: Sendable {
  /// What is compared: groups of so many rows or columns.
  package struct Scale: Sendable {
    package let areRows: Bool
    package let lines: Int
  }

  /// Rms difference of neighbouring groups' means, in units of the frame's, as if every group had one pixel; with how many
  /// differences it was made of. A scale of fewer than 12 differences is left out.
  package let steps: [(scale: Scale, step: Double, count: Int)]

  /// Single lines, as read-out makes them, and broader bands.
  private static let widths = [1, 4, 16]

  /// `frame`: in units of the noise, so that its pixels weigh alike; `mask`: those that count.
  package init(_ frame: Plane, in mask: Mask) {
    var steps: [(scale: Scale, step: Double, count: Int)] = []
    for areRows in [true, false] {
      let lines = LineSums(frame, in: mask, areRows: areRows).lines
      for width in Self.widths {
        let differences = Self.differences(lines, width)
        guard differences.count >= 12 else { continue }
        // What a single line does (a galaxy's core, a trail) is no banding.
        let limit = 4 * OrderStatistics.robustSigma(differences)
        let kept = differences.filter { abs($0) <= limit }
        let square = Sums.sum(count: kept.count) { kept[$0] * kept[$0] }
        steps.append(
          (
            Scale(areRows: areRows, lines: width),
            (square / Double(max(kept.count, 1))).squareRoot(), kept.count
          ))
      }
    }
    self.steps = steps
  }

  /// Differences of neighbouring groups in units of what white noise of 1 makes of them.
  private static func differences(_ lines: [LineSums.Line], _ width: Int) -> [Double] {
    let groups = stride(from: 0, through: lines.count - width, by: width).map { start in
      lines[start..<(start + width)].reduce(LineSums.Line(), +)
    }
    let fullest = groups.map(\.count).max() ?? 0
    return zip(groups, groups.dropFirst()).compactMap { a, b in
      guard 4 * min(a.count, b.count) >= fullest, fullest > 0 else { return nil }
      return (a.mean - b.mean) / (1 / a.count + 1 / b.count).squareRoot()
    }
  }
}
