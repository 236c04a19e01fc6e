internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

/// Writes the fixture's report where a person can look at it, when `EVALBENCH_REPORT_FOLDER` says where.
@Suite struct RenderToFolder {
  @Test("every reporter renders the fixture, in order, within five megabytes")
  func renders() throws {
    let record = FixtureRecord.make()
    let folder = ProcessInfo.processInfo.environment["EVALBENCH_REPORT_FOLDER"]
    for reporter in Reporters.all {
      let bytes = try reporter.init().render(record, assets: FixtureRecord.assets)
      #expect(!bytes.isEmpty)
      #expect(bytes.count < 5_000_000)
      guard let folder else { continue }
      try Data(bytes).write(to: URL(filePath: folder).appending(path: reporter.fileName))
    }
  }
}
