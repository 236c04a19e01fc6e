/// Where a run came from: enough to run it again.
public struct Provenance: Codable, Equatable, Sendable {
  public struct NamedHash: Codable, Equatable, Sendable {
    public var name: String
    public var sha256: String
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  public var evalbenchVersion: String
  public var commit: String
  public var isDirty: Bool
  /// UTC, ISO 8601; a time, different on every run.
  public var startedAt: String
  public var commandLine: [String]
  public var seed: UInt64
  public var threads: Int
  public var operatingSystem: String
  public var processor: String
  /// The kernels that ran: `x86-64`, `x86-64-v3`, `x86-64-v4`, `arm64`.
  public var cpuLevel: String
  /// Library names with their versions, in order.
  public var versions: [NamedVersion]
  public var data: [NamedHash]
  /// The effective configuration as YAML: feeding it back repeats the run.
  public var configuration: String

  public struct NamedVersion: Codable, Equatable, Sendable {
    public var name: String
    public var version: String
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  public init(
    evalbenchVersion: String, commit: String, isDirty: Bool, startedAt: String,
    commandLine: [String], seed: UInt64, threads: Int, operatingSystem: String, processor: String,
    cpuLevel: String, versions: [NamedVersion], data: [NamedHash], configuration: String
  ) {
    self.evalbenchVersion = evalbenchVersion
    self.commit = commit
    self.isDirty = isDirty
    self.startedAt = startedAt
    self.commandLine = commandLine
    self.seed = seed
    self.threads = threads
    self.operatingSystem = operatingSystem
    self.processor = processor
    self.cpuLevel = cpuLevel
    self.versions = versions
    self.data = data
    self.configuration = configuration
  }
}
