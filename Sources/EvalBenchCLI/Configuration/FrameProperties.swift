import Evaluation
import Foundation

/// What a configuration says of frames whose headers do not: the first entry that a frame's name matches.
package struct FrameProperties: Equatable, Sendable {
  /// A pattern of names as a shell has them: `M31/*`, `*_Ha*.fits`.
  package var match: String
  package var sensor: String?
  package var filter: String?
  package var kind: String?
  package var signalLevel: String?
  package var pixelScale: Double?

  /// Reads the list `compare.frames`.
  static func read(_ section: YAMLSection) throws -> [FrameProperties] {
    try section.sections("frames").map { entry in
      try entry.onlyKeys(["match", "sensor", "filter", "scene", "signal", "pixel_scale"])
      guard let match = try entry.string("match") else {
        throw UsageError(
          "\(entry.file): every entry of compare.frames needs 'match', such as '*.fits'")
      }
      return FrameProperties(
        match: match, sensor: try entry.string("sensor"), filter: try entry.string("filter"),
        kind: try entry.string("scene"), signalLevel: try entry.string("signal"),
        pixelScale: try entry.number("pixel_scale", in: 1e-5...3600))
    }
  }

  /// The record of a frame with what its header lacked, or what the configuration knows better.
  static func apply(_ list: [FrameProperties], to scene: SceneRecord) -> SceneRecord {
    guard let own = list.first(where: { fnmatch($0.match, scene.name, 0) == 0 }) else {
      return scene
    }
    var scene = scene
    scene.sensor = own.sensor ?? scene.sensor
    scene.filter = own.filter ?? scene.filter
    scene.kind = own.kind ?? scene.kind
    scene.signalLevel = own.signalLevel ?? scene.signalLevel
    scene.pixelScale = own.pixelScale ?? scene.pixelScale
    return scene
  }

  /// Its lines in a configuration file.
  func yaml(_ quoted: (String) -> String) -> [String] {
    var lines = ["    - match: \(quoted(match))"]
    for (key, value) in [
      ("sensor", sensor), ("filter", filter), ("scene", kind), ("signal", signalLevel),
    ] {
      if let value { lines.append("      \(key): \(quoted(value))") }
    }
    if let pixelScale { lines.append("      pixel_scale: \(pixelScale)") }
    return lines
  }
}
