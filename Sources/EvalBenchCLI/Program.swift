private import ArgumentParser

/// The process: parses arguments, runs the command, prints errors, and picks the exit code.
public enum Program {
  public static func main() {
    EvalBench.main()
  }
}
