public import Evaluation

/// The page that people read: one file that opens from a folder, without network and without scripts.
public struct HTMLReporter: Reporter {
  public static let id = "html"
  public static let fileName = "report.html"

  /// The most bytes that pictures take in the page; the rest is left out, and the page says so.
  ///
  /// 4.2 MB beside at most a few hundred kilobytes of tables keep a page under 5 MB.
  package var pictureBudget = 4_200_000

  public init() {}

  public func render(_ record: RunRecord, assets: (String) throws -> [UInt8]) throws -> [UInt8] {
    Array(try HTMLTemplates.render(Page(record, budget: pictureBudget, assets: assets)).utf8)
  }
}
