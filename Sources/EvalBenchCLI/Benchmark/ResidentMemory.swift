import Foundation

/// The memory of this process that is in RAM, as Linux counts it.
enum ResidentMemory {
  /// The most that was ever resident, in bytes; `nil` where the system does not say.
  static var peak: Int? { field("VmHWM:") }
  /// What is resident now, in bytes; `nil` where the system does not say.
  static var current: Int? { field("VmRSS:") }

  private static func field(_ name: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let kibibytes = line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first
    else { return nil }
    return Int(kibibytes).map { $0 * 1024 }
  }
}
