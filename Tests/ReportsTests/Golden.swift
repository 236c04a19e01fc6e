internal import Foundation
internal import Testing

/// Whether goldens are made anew.
let isRecording = ProcessInfo.processInfo.environment["EVALBENCH_RECORD"] != nil

/// Compares text with a file in `references/`, or records it when `EVALBENCH_RECORD` is set.
///
/// Recording fails the test, so a recorded run can never be mistaken for a passing one.
func expectGolden(
  _ actual: String, _ name: String, at location: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../references/\(name)").standardizedFileURL
  guard !isRecording, FileManager.default.fileExists(atPath: file.path()) else {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(actual.utf8).write(to: file)
    Issue.record("recorded \(name); review the diff and run again", sourceLocation: location)
    return
  }
  let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  guard actual != expected else { return }
  let pairs = zip(
    actual.split(separator: "\n", omittingEmptySubsequences: false),
    expected.split(separator: "\n", omittingEmptySubsequences: false))
  let line = pairs.enumerated().first { $0.element.0 != $0.element.1 }
  Issue.record(
    "\(name) differs, first in line \((line?.offset ?? 0) + 1): \(line.map { "'\($0.element.0)' instead of '\($0.element.1)'" } ?? "one is longer"); if that is right, record it with EVALBENCH_RECORD=1",
    sourceLocation: location)
}
