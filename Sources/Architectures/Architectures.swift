public import Networks

/// Every architecture that evalbench can train or run.
///
/// Add one line per file in this folder.
public enum Architectures {
  /// The architectures, in alphabetical order of their ids.
  public static let all: [any Architecture.Type] = [
    DnCNN.self,
    NAFNet.self,
    NAFNetLite.self,
    UNet.self,
  ]

  /// The accepted ids.
  public static var ids: [String] { all.map { $0.id } }

  /// Reads `id` or `id:key=value,key=value`; settings that are not given keep their defaults.
  public static func make(_ specification: String) throws(ArchitectureError) -> any Architecture {
    let parts = specification.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let id = String(parts[0])
    guard let type = all.first(where: { $0.id == id }) else {
      throw ArchitectureError(
        "no architecture named '\(id)'; there are \(ids.joined(separator: ", "))")
    }
    var settings: [String: String] = [:]
    if parts.count == 2 {
      for pair in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty else {
          throw ArchitectureError(
            "\(specification): '\(pair)' is not key=value; write \(id):key=value,key=value")
        }
        guard settings.updateValue(String(sides[1]), forKey: String(sides[0])) == nil else {
          throw ArchitectureError("\(specification): '\(sides[0])' is given twice")
        }
      }
    }
    return try type.init(settings: settings)
  }
}
