private import ArgumentParser
private import Foundation
private import Gating
private import Kernels

/// The process: parses arguments, runs the command, prints errors, and picks the exit code.
///
/// 0 done, 2 could not do it (a file, a frame, the disk), 4 things that cannot be compared, 64 asked for something that makes
/// no sense, 130 and 143 interrupted. `gate` has 1, 3 and 5 besides.
public enum Program {
  public static func main() {
    // A pipe that nobody reads is an error of one write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    Interruption.unblock()
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs one command line and returns its exit code.
  package static func run(_ arguments: [String]) -> Int32 {
    do {
      return try attempt(arguments)
    } catch let error as UsageError {
      Console.note("evalbench: \(error.description)")
      return 64
    } catch let error as ConfigurationProblems {
      Console.note(error.description)
      return 64
    } catch let error as NotComparable {
      Console.note("evalbench: \(error.description)")
      return 4
    } catch let error as Interrupted {
      Console.note("evalbench: \(error.description)")
      return Interruption.exitCode
    } catch  where EvalBench.exitCode(for: error) == .validationFailure {
      Console.note(EvalBench.fullMessage(for: error))
      return 64
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      Console.note("evalbench: \(String(describing: error))")
      return 2
    }
  }

  private static func attempt(_ arguments: [String]) throws -> Int32 {
    try checkEnvironment()
    do {
      var command = try EvalBench.parseAsRoot(arguments)
      try command.run()
    } catch  where EvalBench.exitCode(for: error) == .success {
      // Help and version are asked for, so they are results.
      try Console.result(EvalBench.fullMessage(for: error))
    }
    return 0
  }

  /// Refuses a CPU level that the kernels would refuse later by a trap.
  private static func checkEnvironment() throws {
    let variable = "EVALBENCH_CPU_LEVEL"
    guard let level = ProcessInfo.processInfo.environment[variable], !level.isEmpty else { return }
    let names = CPULevel.supported.map(\.name)
    guard names.contains(level) else {
      throw UsageError(
        "\(variable)=\(level): this machine runs \(names.joined(separator: ", ")); choose one of them or unset it"
      )
    }
  }
}
