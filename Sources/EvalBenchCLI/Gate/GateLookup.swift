import Checks
import Evaluation
import Foundation
import Gating

/// Finds the gate's configuration, and says which one it is.
enum GateLookup {
  static let names = ["evalbench.yaml", "evalbench.yml", ".evalbench.yaml", "evalbench.json"]
  static var catalogue: MetricCatalogue { MetricCatalogue(Checks.all.map(\.metadata)) }

  /// The named file or preset, else one of the usual names in this folder (no parent is searched), else the release preset.
  static func configuration(
    config: String?, set: [String], environment: [String: String]
  ) throws -> GateConfiguration {
    var overrides = GateConfiguration.Override.from(environment)
    overrides += try set.map { try GateConfiguration.Override($0, origin: "--set \($0)") }
    if let config, config.hasPrefix("preset:") {
      let id = String(config.dropFirst("preset:".count))
      return try GateConfiguration(preset: id, catalogue: catalogue, overrides: overrides)
    }
    let found = names.first { name in
      guard let text = try? String(contentsOfFile: name, encoding: .utf8) else { return false }
      // A file for other commands alone is none of the gate's.
      return text.contains("gate:") || text.contains(GateConfiguration.schema)
    }
    guard let file = config ?? found else {
      return try GateConfiguration(preset: "release", catalogue: catalogue, overrides: overrides)
    }
    return try GateConfiguration(file: file, catalogue: catalogue, overrides: overrides)
  }

  /// Today, which `SOURCE_DATE_EPOCH` can set so that a run can be repeated.
  static func today(_ environment: [String: String]) -> Date {
    environment["SOURCE_DATE_EPOCH"].flatMap(Double.init).map(Date.init(timeIntervalSince1970:))
      ?? Date()
  }
}
