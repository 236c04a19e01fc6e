internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

@Suite("every reporter")
struct ReporterTests {
  static let ids = Reporters.all.map { $0.id }

  private func reporter(_ id: String) throws -> any Reporter.Type {
    try #require(Reporters.all.first { $0.id == id })
  }

  @Test("writes what it wrote before", arguments: ids)
  func golden(id: String) throws {
    let reporter = try reporter(id)
    let bytes = try reporter.init().render(SmallRecord.make(), assets: SmallRecord.assets)
    try expectGolden(String(decoding: bytes, as: UTF8.self), "reports/small/\(reporter.fileName)")
  }

  @Test("makes equal bytes of equal records", arguments: ids)
  func deterministic(id: String) throws {
    let record = FixtureRecord.make()
    let copy = try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(record))
    let reporter = try reporter(id)
    let first = try reporter.init().render(record, assets: FixtureRecord.assets)
    let second = try reporter.init().render(copy, assets: FixtureRecord.assets)
    #expect(first == second)
  }

  @Test("survives hostile names, with valid UTF-8", arguments: ids)
  func hostile(id: String) throws {
    let bytes = try reporter(id).init().render(HostileRecord.make(), assets: SmallRecord.assets)
    #expect(String(validating: bytes, as: UTF8.self) != nil)
    if let folder = ProcessInfo.processInfo.environment["EVALBENCH_REPORT_FOLDER"] {
      try Data(bytes).write(
        to: URL(filePath: folder).appending(path: "hostile-\(try reporter(id).fileName)"))
    }
  }

  @Test("renders a record that has nothing in it", arguments: ids)
  func empty(id: String) throws {
    var record = SmallRecord.make()
    record.verdict = []
    record.winner = nil
    record.checks = []
    record.candidates = []
    record.scenes = []
    record.rows = []
    record.crops = []
    #expect(throws: Never.self) {
      _ = try reporter(id).init().render(record, assets: SmallRecord.assets)
    }
  }

  /// `EVALBENCH_REPORT_FOLDER` says where a person wants to look at the results.
  @Test("renders a run of default size in less than five megabytes", arguments: ids)
  func size(id: String) throws {
    let reporter = try reporter(id)
    let bytes = try reporter.init().render(FixtureRecord.make(), assets: FixtureRecord.assets)
    #expect(bytes.count < 5_000_000)
    if let folder = ProcessInfo.processInfo.environment["EVALBENCH_REPORT_FOLDER"] {
      try Data(bytes).write(to: URL(filePath: folder).appending(path: reporter.fileName))
    }
  }
}
