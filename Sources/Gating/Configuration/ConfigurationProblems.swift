/// A place in a configuration: `evalbench.yaml:12:5`, or a preset's or a flag's name where there is no line.
public struct SourcePlace: Equatable, Sendable, CustomStringConvertible {
  public var file: String
  public var line: Int?
  public var column: Int?

  public init(file: String, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String {
    guard let line, let column else { return file }
    return "\(file):\(line):\(column)"
  }
}

/// Everything that is wrong with a gate's configuration, found before any frame is read. Exit code 64.
public struct ConfigurationProblems: Error, Equatable, CustomStringConvertible {
  public struct Problem: Equatable, Sendable {
    public var place: SourcePlace
    public var message: String
  }

  public var problems: [Problem]

  public init(_ problems: [Problem]) { self.problems = problems }

  public init(_ place: SourcePlace, _ message: String) {
    problems = [Problem(place: place, message: message)]
  }

  public var description: String {
    problems.map { "\($0.place): \($0.message)" }.joined(separator: "\n")
  }
}

/// Collects problems while a configuration is read, so that one run tells them all.
final class ProblemCollector {
  private(set) var problems: [ConfigurationProblems.Problem] = []

  func add(_ place: SourcePlace, _ message: String) {
    let problem = ConfigurationProblems.Problem(place: place, message: message)
    // One limit of several ranges is read once for each.
    if !problems.contains(problem) { problems.append(problem) }
  }

  func throwIfAny() throws(ConfigurationProblems) {
    if !problems.isEmpty { throw ConfigurationProblems(problems) }
  }
}
