public import ArgumentParser

/// The command line: `evalbench <subcommand>`.
public struct EvalBench: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "evalbench",
    abstract: "Decides which astrophotography denoiser may ship.",
    version: "0.1.0",
    subcommands: [
      Compare.self, Report.self, Train.self, Denoise.self, Measure.self, Inject.self,
      Simulate.self, List.self, Explain.self, Selftest.self, Bench.self, PlanCommand.self,
      Gate.self, BaselineCommand.self, CacheCommand.self,
      SchemaCommand.self,
    ])

  public init() {}
}
