public import Foundation

/// A folder for one test's files, removed with the value.
public final class Workplace: Sendable {
  public let path: String

  public init() throws {
    // A folder's URL ends with a slash.
    path = String(try Repository.temporaryFolder().path().reversed().drop { $0 == "/" }.reversed())
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  public func callAsFunction(_ name: String) -> String { path + "/" + name }

  public func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: self(name)))
  }

  public func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self(name)) }

  /// Every regular file below a folder, by relative path in order.
  public func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: self(folder)).sorted().filter {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: self(folder) + "/" + $0, isDirectory: &isFolder)
      return exists && !isFolder.boolValue
    }
  }
}
