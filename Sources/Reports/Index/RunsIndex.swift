public import Evaluation

/// The page over all runs of a folder: what each came to, and how figures moved from run to run.
public enum RunsIndex {
  public static let fileName = "index.html"

  /// One folder of results.
  public struct Run: Sendable {
    /// The folder's name beside the index.
    public var folder: String
    public var record: RunRecord?
    public var gate: GateDocument?
    /// Whether the folder has a report to link to.
    public var hasReport: Bool

    public init(folder: String, record: RunRecord?, gate: GateDocument?, hasReport: Bool) {
      self.folder = folder
      self.record = record
      self.gate = gate
      self.hasReport = hasReport
    }
  }

  /// Renders the page; pure, like every reporter.
  public static func render(_ runs: [Run]) throws -> [UInt8] {
    Array(try HTMLTemplates.render(IndexPage(runs), named: "index").utf8)
  }
}
