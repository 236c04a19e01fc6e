import Foundation
import Kernels

/// The page that states how exact the kernels are: tests hold the kernels to what it says.
enum AccuracyPage {
  private static let rows: [String: Double] = {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/accuracy.md")
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [:] }
    var rows: [String: Double] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      if cells.count > 2 { rows[cells[0].trimmingCharacters(in: ["`"])] = Double(cells[2]) }
    }
    return rows
  }()

  /// The stated bound of a kernel's maximum relative error; zero, which nothing holds, where the page states none.
  static func bound(_ kernel: String) -> Double { rows[kernel] ?? 0 }

  /// Prints an error where `EVALBENCH_ACCURACY` is set, for benchmarks/kernels/accuracy.sh, and hands it on.
  static func noted(_ error: Double, _ kernel: String, _ direction: String, _ level: CPULevel)
    -> Double
  {
    if ProcessInfo.processInfo.environment["EVALBENCH_ACCURACY"] != nil {
      print("accuracy \(kernel) \(direction) \(level.name) \(error)")
    }
    return error
  }
}
