import ArgumentParser

/// `evalbench gate`: may this denoiser ship?
struct Gate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decides whether a denoiser may ship, by rules that say why.",
    discussion: """
      Exit codes: 0 passed, 1 a rule failed, 2 could not be evaluated, 3 not decided, 4 not comparable, 5 warnings with \
      fail_on warn, 64 a mistake in flags or configuration, 130 and 143 interrupted. docs/gating.md has workflows for CI.
      """,
    subcommands: [
      GateRun.self, GateMerge.self, GateValidate.self, GateExplain.self, GateSelftest.self,
    ],
    defaultSubcommand: GateRun.self)
}

/// Where a gate's rules come from.
struct GateConfigurationOptions: ParsableArguments {
  @Option(
    help:
      "A configuration file, or preset:NAME. Default: evalbench.yaml here, else preset:release.")
  var config: String?

  @Option(
    name: .customLong("set"),
    help: "Changes one value of the configuration, such as policy.fail_on=warn; may be repeated.")
  var set: [String] = []
}
