import AstroImages
import Evaluation
import Foundation
import Reports

/// A run that was written earlier: its record and what lies beside it.
enum StoredRun {
  /// Reads the record that a path stands for: a run's folder, or its compare.json.
  static func read(_ path: String, flag: String) throws -> (folder: String, record: RunRecord) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw UsageError("\(flag) \(path): no such file or folder; give the folder of a run")
    }
    let file = isFolder.boolValue ? path + "/compare.json" : path
    let folder = isFolder.boolValue ? path : (path as NSString).deletingLastPathComponent
    guard let bytes = try? bytes(of: file) else {
      throw RunError("\(file): cannot be read; give the folder of a finished 'evalbench compare'")
    }
    return (
      folder.isEmpty ? "." : folder,
      try record(Data(bytes), file: file, otherVersion: RunError.init)
    )
  }

  /// The record of a comparison; `otherVersion` makes the error for one of another schema.
  static func record(
    _ data: Data, file: String, otherVersion: @escaping (String) -> any Error
  ) throws -> RunRecord {
    try VersionedDocument(
      schema: RunRecord.currentSchema, noun: "record of a run",
      source: "the compare.json of 'evalbench compare'", remedy: "run the comparison again",
      otherVersion: otherVersion
    ).decode(data, file: file)
  }

  /// Gives reporters the files of a run's folder.
  static func assets(in folder: String) -> (String) throws -> [UInt8] {
    { file in
      do {
        return try bytes(of: folder + "/" + file)
      } catch {
        throw RunError("\(file): cannot be read from the run's folder")
      }
    }
  }

  /// The gate's result that is named, or the one that lies beside the record.
  static func gate(_ path: String?, beside folder: String) throws -> GateDocument? {
    try companion(path, "gate.json", beside: folder, flag: "--gate") {
      try GateDocument(json: $0)
    }
  }

  /// The gate's selftest that is named, or the one that lies beside the record.
  static func selftest(_ path: String?, beside folder: String) throws -> SelftestDocument? {
    try companion(path, "selftest.json", beside: folder, flag: "--selftest") {
      try SelftestDocument(json: $0)
    }
  }

  private static func companion<Document>(
    _ path: String?, _ name: String, beside folder: String, flag: String,
    read: ([UInt8]) throws -> Document
  ) throws -> Document? {
    let places =
      path.map { [$0, $0 + "/" + name] } ?? ["\(folder)/\(name)", "\(folder)/gate/\(name)"]
    let found = places.first {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
    guard let found else {
      if let path { throw UsageError("\(flag) \(path): no \(name) there") }
      return nil
    }
    do {
      return try read(try bytes(of: found))
    } catch {
      let problem = "\(found): cannot be shown: \(inWords(error))"
      if path != nil { throw RunError(problem) }
      Console.note("warning: \(problem); the report leaves it out")
      return nil
    }
  }

  private static func bytes(of file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: file)))
  }

  /// A decoder's complaint in a line.
}
