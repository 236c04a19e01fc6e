internal import Foundation

/// The whole result: `gate.json`.
public enum GateJSON: GateOutput {
  public static let id = "json"
  public static let fileName = "gate.json"

  public static func render(_ result: GateResult) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(result)) + [0x0A]
  }
}
