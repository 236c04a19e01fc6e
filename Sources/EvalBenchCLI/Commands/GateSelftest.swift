import ArgumentParser
import Checks
import Evaluation
import Foundation
import Gating
import Kernels
import Vices

/// `evalbench gate selftest`: can the rules fail?
struct GateSelftest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract:
      "Proves that each rule fails on the vice that it is for, and that an honest model passes.",
    discussion: """
      Deliberately bad denoisers with the truth in hand are judged by the rules on simulated skies: blur, eaten and \
      invented stars, seams, vignetting, a wrong gain and more. Exit code 0 when every vice fails its rule and the honest \
      one passes all, 1 otherwise.
      """)

  @OptionGroup var source: GateConfigurationOptions

  @Option(help: "Vices separated by commas; default all.")
  var vices: String?

  @Option(
    parsing: .unconditional, help: "How many simulated targets; default what the rules ask for.")
  var targets: Int?

  @Option(parsing: .unconditional, help: "Width and height of the skies in pixels.")
  var size: Int?

  @Option(parsing: .unconditional, help: "The seed of the skies.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "Threads; 0 is one a core.")
  var threads = 0

  @Flag(help: "Print every figure of every rule, too.")
  var verbose = false

  func run() throws {
    try Preflight.use(threads: threads)
    guard targets.map({ (1...1000).contains($0) }) ?? true else {
      throw UsageError("--targets \(targets ?? 0): give a number from 1 to 1000")
    }
    guard size.map({ (128...4096).contains($0) }) ?? true else {
      throw UsageError("--size \(size ?? 0): give a number of pixels from 128 to 4096")
    }
    let configuration = try GateLookup.configuration(
      config: source.config, set: source.set, environment: ProcessInfo.processInfo.environment)
    let chosen = try vices.map { try NamedChoice.vices($0) } ?? Vices.all
    Interruption.listen()
    var settings = configuration.data.source
    var plan = (targets: 24, size: 512, seed: UInt64(1))
    if case .simulated(let targets, let size, let seed) = settings { plan = (targets, size, seed) }
    settings = .simulated(
      targets: targets ?? plan.targets, size: size ?? plan.size, seed: seed ?? plan.seed)
    let test = ViceTest(configuration: configuration, vices: chosen)
    let report = try test.run(on: try GateScenes.recipes(settings, threads: Parallel.threads))
    for line in report.lines(isVerbose: verbose) { try Console.result(line) }
    try Console.result(report.lastLine)
    if !report.isSound { throw ExitCode(1) }
  }
}
