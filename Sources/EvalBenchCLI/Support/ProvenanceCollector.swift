import AstroImages
import Evaluation
import Foundation
import Kernels

/// Asks the machine and the build where a run comes from.
enum ProvenanceCollector {
  static func collect(
    startedAt: Date, commandLine: [String], configuration: CompareConfiguration, threads: Int,
    data: [Provenance.NamedHash]
  ) -> Provenance {
    let source = SourceRevision.current
    return Provenance(
      evalbenchVersion: EvalBenchVersion.current, commit: source.commit, isDirty: source.isDirty,
      startedAt: ISO8601DateFormatter().string(from: startedAt), commandLine: commandLine,
      seed: configuration.seed, threads: threads, operatingSystem: operatingSystem,
      processor: processor, cpuLevel: CPULevel.current.name, versions: LibraryVersions.all,
      data: data, configuration: configuration.yaml)
  }

  private static var operatingSystem: String {
    let release = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)
    let line = release?.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    return line.map { $0.dropFirst(12).trimmingCharacters(in: ["\""]) }
      ?? ProcessInfo.processInfo.operatingSystemVersionString
  }

  private static var processor: String {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name =
      line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      ?? "unknown processor"
    return "\(name), \(ProcessInfo.processInfo.activeProcessorCount) cores"
  }
}

/// The commit that the running sources stand at, asked of git beside the binary or in the working folder.
struct SourceRevision: Sendable {
  var commit: String
  var isDirty: Bool

  static let current: SourceRevision = {
    let binary = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().path()
    for folder in [binary, FileManager.default.currentDirectoryPath] {
      guard let commit = git(folder, ["rev-parse", "HEAD"]), commit.count == 40,
        let top = git(folder, ["rev-parse", "--show-toplevel"]),
        FileManager.default.fileExists(atPath: top + "/Sources/EvalBenchCLI/Program.swift")
      else { continue }
      let status = git(folder, ["status", "--porcelain", "--untracked-files=no"]) ?? "unknown"
      return SourceRevision(commit: commit, isDirty: !status.isEmpty)
    }
    return SourceRevision(commit: "unknown", isDirty: false)
  }()

  private static func git(_ folder: String, _ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
