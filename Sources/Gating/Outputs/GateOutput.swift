/// One format of a gate's result: result in, bytes out; reads nothing else.
public protocol GateOutput: Sendable {
  /// The name of `--out NAME=PATH`.
  static var id: String { get }
  /// The file's name in the gate's folder.
  static var fileName: String { get }
  static func render(_ result: GateResult) throws -> [UInt8]
}

/// The formats, one line each.
public enum GateOutputs {
  public static let all: [any GateOutput.Type] = [
    GateJSON.self, GateJUnit.self, GateSummary.self, BadgeJSON.self, BadgeSVG.self, GateCSV.self,
  ]
}
