private import ArgumentParser
private import Foundation

/// The process: parses arguments, runs the command, prints errors, and picks the exit code.
///
/// 0 done, 2 could not do it (a file, a frame, the disk), 64 asked for something that makes no sense, 130 and 143
/// interrupted.
public enum Program {
  public static func main() {
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs one command line and returns its exit code.
  package static func run(_ arguments: [String]) -> Int32 {
    do {
      var command = try EvalBench.parseAsRoot(arguments)
      Interruption.listen()
      try command.run()
      return 0
    } catch let error as UsageError {
      Console.note("evalbench: \(error.description)")
      return 64
    } catch let error as Interrupted {
      Console.note("evalbench: \(error.description)")
      return Interruption.exitCode
    } catch  where EvalBench.exitCode(for: error) == .success {
      Console.result(EvalBench.fullMessage(for: error))
      return 0
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
}
