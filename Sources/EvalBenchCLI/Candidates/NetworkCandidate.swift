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
    let light = image.lightPlanes
    let channels = model.architecture.channels
    guard channels == 1 || channels == light.count else {
      throw RunError(
        "\(name) reads \(channels) planes together and the frame has \(light.count); use a model with channels=1, which takes each plane by itself"
      )
    }
    let groups = channels == 1 ? light.map { [$0] } : [light]
    let whole = image.pixelCount <= 4_000_000 ? max(image.width, image.height) + 512 : 1024
    let inference = TiledInference(
      weights: model.weights, backend: backend, tileSize: tileSize ?? whole,
      border: model.isOurs ? .reflection : .zeros, makeNetwork: model.network)
    var result = image
    for (index, group) in groups.enumerated() {
      let planes = group.map { image.planes[$0] }
      let statistics = planes.map {
        FrameStatistics(measuring: $0, width: image.width, height: image.height)
      }
      let output = try inference.run(
        planes, width: image.width, height: image.height, normalization: model.normalization,
        statistics: statistics
      ) { done, of in
        progress(index * of + done, groups.count * of)
      }
      for (plane, values) in zip(group, output) { result.planes[plane] = values }
    }
    return result
  }
}
