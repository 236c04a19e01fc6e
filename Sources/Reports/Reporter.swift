public import Evaluation

/// One format of the run's record: record in, bytes out.
///
/// A reporter is pure. It reads no clock, no environment and no file but the pictures that `assets` gives it, so equal
/// records make equal bytes, and a report can be made again when the images are gone.
public protocol Reporter: Sendable {
  /// The kebab-case name of the format.
  static var id: String { get }
  /// The file's name in the run's folder.
  static var fileName: String { get }

  init()

  /// Renders the record.
  ///
  /// - Parameter assets: returns the bytes of a file by its path in the run's folder, as the record's crops name it.
  func render(_ record: RunRecord, assets: (String) throws -> [UInt8]) throws -> [UInt8]
}

/// The formats that a run is written in.
public enum Reporters {
  public static let all: [any Reporter.Type] = [
    HTMLReporter.self, MarkdownReporter.self, CSVReporter.self, JSONLinesReporter.self,
  ]
}
