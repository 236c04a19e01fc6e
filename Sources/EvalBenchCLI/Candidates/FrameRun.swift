import Networks

/// A candidate on its way through one frame, band after band from the top.
protocol FrameRun: AnyObject {
  /// The bands, to be denoised in order.
  var bands: [FrameBand] { get }
  /// How many steps of progress all bands have together, and what one is called.
  var stepCount: Int { get }
  var stepName: String { get }
  /// The light planes of the rows that a band finishes, given all planes of at least the rows that it needs.
  func denoise(_ index: Int, _ window: RowWindow, stepDone: () throws -> Void) throws -> [[Float]]
}

/// A network's way through a frame: each group of planes that the network reads together by itself.
final class NetworkRun: FrameRun {
  private let runs: [TiledRun]
  private let light: [Int]
  /// Indices into the light planes.
  private let groups: [[Int]]
  let stepName = "tiles"
  var bands: [FrameBand] { runs[0].bands }
  var stepCount: Int { runs.reduce(0) { $0 + $1.tileCount } }

  init(runs: [TiledRun], light: [Int], groups: [[Int]]) {
    precondition(!runs.isEmpty && runs.count == groups.count, "one run a group of planes")
    self.runs = runs
    self.light = light
    self.groups = groups
  }

  func denoise(_ index: Int, _ window: RowWindow, stepDone: () throws -> Void) throws -> [[Float]] {
    var result: [[Float]] = Array(repeating: [], count: light.count)
    for (run, group) in zip(runs, groups) {
      let planes = group.map { window.planes[light[$0]] }
      let part = RowWindow(rows: window.rows, width: window.width, planes: planes)
      let denoised = try run.denoise(index, part, tileDone: stepDone)
      for (plane, values) in zip(group, denoised) { result[plane] = values }
    }
    return result
  }
}
