public import Foundation

/// Places in the repository, found from where this file was compiled.
public enum Repository {
  /// The package's root folder.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../..").standardizedFileURL

  /// The names, without `.swift`, of the source files that lie directly in a folder of the package.
  public static func sourceFiles(in folder: String) throws -> Set<String> {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path())
    return Set(names.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) })
  }

  /// The Python that independent checks use: `EVALBENCH_PYTHON`, else `.venv/bin/python`, else none.
  public static var python: String? {
    let candidates = [
      ProcessInfo.processInfo.environment["EVALBENCH_PYTHON"],
      root.appending(path: ".venv/bin/python").path(),
    ]
    return candidates.compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Creates an empty folder for one test's files.
  public static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "evalbench-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
