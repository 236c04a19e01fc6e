/// The JSON Schemas (draft 2020-12) of the files that a gate writes, as `evalbench schema NAME` prints them.
public enum GateSchemas {
  public struct Schema: Sendable {
    public var name: String
    public var summary: String
    public var text: String
  }

  public static let all: [Schema] = [
    Schema(name: "gate", summary: "gate.json", text: result),
    Schema(name: "config", summary: "the gate's configuration", text: configuration),
    Schema(name: "baseline", summary: "baseline files", text: baseline),
    Schema(name: "results", summary: "a line of results.jsonl", text: results),
    Schema(name: "event", summary: "a line of --message-format json", text: event),
    Schema(name: "badge", summary: "badge.json", text: badge),
  ]
}
