import ArgumentParser
import Gating

/// `evalbench schema NAME`: the JSON Schema of a file that evalbench writes or reads.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of one of evalbench's files.")

  @Argument(
    help: "Which: \(GateSchemas.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")).")
  var name: String

  func run() throws {
    let known = GateSchemas.all.map(\.name)
    guard let schema = GateSchemas.all.first(where: { $0.name == name }) else {
      throw UsageError(
        "there is no schema '\(name)'; the schemas are \(known.joined(separator: ", "))"
          + NearestName.hint(name, among: known))
    }
    try Console.result(schema.text)
  }
}
