import AstroImages
import Evaluation
import Networks
import Tensors

/// A network as a candidate: normalise, run tile by tile, normalise back.
///
/// A one-channel network denoises each light plane by itself; a network of several channels takes them together.
struct NetworkCandidate: Candidate {
  var name: String
  var kind: CandidateKind
  var model: Model
  var backend: any Backend
  /// The side of a tile, or `nil` to run frames of at most four million pixels whole.
  var tileSize: Int? = 512

  func denoise(_ image: AstroImage) throws -> AstroImage {
    try denoise(image) { _, _ in }
  }

  func denoise(
    _ image: AstroImage, progress: @escaping (_ done: Int, _ of: Int) -> Void
  ) throws -> AstroImage {
    let statistics = image.lightPlanes.map {
      FrameStatistics(measuring: image.planes[$0], width: image.width, height: image.height)
    }
    let run = try begin(image.header, statistics)
    let window = RowWindow(rows: 0..<image.height, width: image.width, planes: image.planes)
    var result = image
    var done = 0
    for index in run.bands.indices {
      let rows = run.bands[index].finishes
      let band = try run.denoise(index, window) {
        done += 1
        progress(done, run.stepCount)
      }
      for (plane, values) in zip(image.lightPlanes, band) {
        result.planes[plane].replaceSubrange(
          (rows.lowerBound * image.width)..<(rows.upperBound * image.width), with: values)
      }
    }
    return result
  }

  /// Prepares to denoise a frame band after band, given its light planes' statistics.
  func begin(_ header: ImageHeader, _ statistics: [FrameStatistics]) throws -> NetworkRun {
    let light = header.lightPlanes
    let channels = model.architecture.channels
    guard channels == 1 || channels == light.count else {
      throw RunError(
        "\(name) reads \(channels) planes together and the frame has \(light.count); use a model with channels=1, which takes each plane by itself"
      )
    }
    let whole = header.pixelCount <= 4_000_000 ? max(header.width, header.height) + 512 : 1024
    let inference = TiledInference(
      weights: model.weights, backend: backend, tileSize: tileSize ?? whole,
      border: model.isOurs ? .reflection : .zeros, makeNetwork: model.network)
    let groups = channels == 1 ? light.indices.map { [$0] } : [Array(light.indices)]
    let runs = try groups.map { group in
      try inference.begin(
        channels: group.count, width: header.width, height: header.height,
        normalization: model.normalization, statistics: group.map { statistics[$0] })
    }
    return NetworkRun(runs: runs, light: light, groups: groups)
  }
}
