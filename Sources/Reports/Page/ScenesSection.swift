internal import Evaluation

/// The frames that the candidates were judged on, and where they came from.
struct ScenesSection {
  var rows: [Row]
  var hasOwnNoise: Bool

  struct Row {
    var name: String
    var split: String
    var target: String
    var origin: String
    var kind: String
    var sensor: String
    var size: String
    var fullScale: String
    var skyNoise: String
    var ownNoise: String
    var notes: [String]
    var hash: String
  }

  init(_ record: RunRecord) {
    rows = record.scenes.map { scene in
      let planes = scene.channels == 1 ? "" : " × \(scene.channels)"
      let gear = [scene.sensor, scene.filter].compactMap { $0.map(SafeText.line) }
      return Row(
        name: SafeText.line(scene.name), split: scene.split.rawValue,
        target: SafeText.line(scene.target), origin: SafeText.line(scene.origin),
        kind: SafeText.line(scene.kind), sensor: gear.isEmpty ? "–" : gear.joined(separator: ", "),
        size: "\(scene.width) × \(scene.height)\(planes)",
        fullScale: NumberFormat.text(scene.fullScale),
        skyNoise: scene.skyNoise.map { NumberFormat.text($0, digits: 3) } ?? "–",
        ownNoise: Self.ownNoise(scene), notes: scene.notes.map(SafeText.line),
        hash: scene.sha256.map { SafeText.short($0, limit: 80) } ?? "")
    }
    hasOwnNoise = record.scenes.contains { ($0.referenceNoise ?? 0) > 0 }
  }

  private static func ownNoise(_ scene: SceneRecord) -> String {
    guard let noise = scene.referenceNoise else { return "not measured" }
    guard noise > 0 else { return "none" }
    let share = scene.skyNoise.map {
      $0 > 0 ? " (\(NumberFormat.text(100 * noise / $0, digits: 2)) % of the input’s)" : ""
    }
    return NumberFormat.text(noise, digits: 3) + (share ?? "")
  }
}
