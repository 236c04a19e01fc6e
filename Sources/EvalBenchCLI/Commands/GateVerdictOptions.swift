import ArgumentParser
import Gating

/// How a verdict is reached and told, whatever was scored where.
struct GateVerdictOptions: ParsableArguments {
  enum MessageFormat: String, CaseIterable, ExpressibleByArgument { case text, json }
  enum FailOn: String, CaseIterable, ExpressibleByArgument { case error, warn }

  @Option(help: "The baseline file that it is compared with.")
  var baseline: String?

  @Option(help: "The folder to write to. Default: reports/<UTC time>-gate.")
  var output: String?

  @Option(
    name: .customLong("out"),
    help: "One format to another place, such as junit=build/gate.xml; may be repeated.")
  var outs: [String] = []

  @Option(help: "What fails the gate: error, or warn as well (exit code 5).")
  var failOn: FailOn?

  @Flag(help: "Says everything and exits with 0 for verdicts, to let a project adopt the gate.")
  var warnOnly = false

  @Option(help: "text, or json: one line of JSON an event on stdout.")
  var messageFormat = MessageFormat.text

  @Flag(help: "Only the last line on stdout; failures still show on stderr.")
  var quiet = false

  /// The configuration with what the flags change.
  func configuration(_ source: GateConfigurationOptions, _ environment: [String: String]) throws
    -> GateConfiguration
  {
    var configuration = try GateLookup.configuration(
      config: source.config, set: source.set, environment: environment)
    if let failOn { configuration.policy.failOn = failOn == .warn ? .warn : .error }
    if let baseline { configuration.baseline.path = baseline }
    return configuration
  }
}
