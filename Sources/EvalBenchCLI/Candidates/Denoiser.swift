import AstroImages
import Evaluation
import Networks

/// A candidate chosen on the command line, with a strength.
struct Denoiser {
  private let candidate: any Candidate
  var name: String

  /// - Parameter model: a path of weights or ONNX, or a built-in filter's name.
  init(model: String, architecture: String?, normalization: String?, tile: Int?) throws {
    switch try CandidateRequest(model) {
    case .filter(let filter):
      guard architecture == nil, normalization == nil else {
        throw UsageError(
          "--architecture and --normalization describe weights files; \(model) is a built-in filter"
        )
      }
      candidate = filter
      name = filter.specification
    case .load(let path):
      let loaded = try Model(
        path: path, architecture: architecture, normalization: normalization)
      candidate = NetworkCandidate(
        name: path, kind: .file, model: loaded, backend: CPUBackend(),
        tileSize: tile ?? (loaded.isOurs ? 512 : nil))
      name = loaded.architecture.specification
    case .train(_, let specification):
      throw UsageError(
        "--model \(specification): names an architecture without weights; give the path of a .safetensors or .onnx file"
      )
    }
  }

  /// Applies `input + strength (denoised - input)`; strength 0 gives the input bit for bit.
  func denoise(
    _ image: AstroImage, strength: Double,
    progress: @escaping (_ done: Int, _ of: Int) -> Void
  ) throws -> AstroImage {
    guard strength > 0 else { return image }
    var result: AstroImage
    if let network = candidate as? NetworkCandidate {
      result = try network.denoise(image, progress: progress)
    } else {
      result = try candidate.denoise(image)
    }
    guard strength < 1 else { return result }
    let share = Float(strength)
    for plane in result.planes.indices {
      for i in result.planes[plane].indices {
        let before = image.planes[plane][i]
        // A pixel that the model left alone stays as it is, infinite ones among them.
        guard result.planes[plane][i] != before else { continue }
        result.planes[plane][i] = before + share * (result.planes[plane][i] - before)
      }
    }
    return result
  }
}
