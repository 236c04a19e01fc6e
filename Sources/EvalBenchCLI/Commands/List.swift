import Architectures
import ArgumentParser
import AstroImages
import Checks
import Evaluation
import Networks
import Skies

/// `evalbench list KIND`: what this build knows.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists checks, architectures, filters, presets, formats, scenes or cameras.")

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case checks, architectures, filters, presets, formats, scenes, cameras
  }

  @Argument(help: "What to list: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: Kind

  @Flag(help: "Print JSON; of checks.")
  var json = false

  func run() throws {
    guard !json || kind == .checks else {
      throw UsageError("--json is for 'evalbench list checks'; \(kind.rawValue) are plain lines")
    }
    switch kind {
    case .checks:
      let list = CheckList(StackRecord.checks)
      try Console.result(json ? try list.json() : list.text)
    case .architectures:
      for id in Architectures.ids { try Console.result(try Architectures.make(id).specification) }
    case .filters:
      for filter in PlaneFilters.all {
        let made = try filter.init(settings: [:])
        try Console.result("\(made.specification)\t\(made.summary)")
      }
    case .presets:
      for preset in Preset.all { try Console.result("\(preset.name)\t\(preset.summary)") }
    case .formats:
      for codec in Codecs.all {
        try Console.result("\(codec.id)\t\(codec.fileExtensions.joined(separator: ", "))")
      }
    case .scenes:
      for kind in SceneKinds.all { try Console.result(kind.id) }
    case .cameras:
      for sensor in Sensor.presets { try Console.result("\(sensor.id)\t\(sensor.camera)") }
    }
  }
}
