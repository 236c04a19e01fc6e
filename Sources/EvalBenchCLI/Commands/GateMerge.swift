import ArgumentParser
import Foundation
import Gating

/// `evalbench gate merge SHARD...`: the verdict of images that several machines scored.
struct GateMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Judges a candidate whose images were scored in shards, on one machine or several.",
    discussion: """
      Give the output folders of every 'evalbench gate --shard i/n'. The verdict is that of one run over all images; a shard \
      that is missing, twice there, or of another model or test set is an error.
      """)

  @OptionGroup var source: GateConfigurationOptions
  @OptionGroup var verdict: GateVerdictOptions

  @Argument(help: "The folders that the shards were written to, or their shard.json files.")
  var shards: [String]

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let configuration = try verdict.configuration(source, environment)
    let decision = try GateDecision(
      options: verdict, configuration: configuration, environment: environment,
      candidate: configuration.candidate ?? "\(shards.count) shards", isSubset: false)
    try decision.guarded {
      try decision.judge { _ in try GateShard.merged(try shards.map { try GateShard(file: $0) }) }
    }
  }
}
