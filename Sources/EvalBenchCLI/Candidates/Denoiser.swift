import AstroImages
import Evaluation
import Networks

/// A candidate chosen on the command line, with a strength.
struct Denoiser {
  private enum Kind {
    case filter(any PlaneFilter)
    case network(NetworkCandidate)
  }

  private let kind: Kind
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
      kind = .filter(filter)
      name = filter.specification
    case .load(let path):
      let loaded = try Model(
        path: path, architecture: architecture, normalization: normalization)
      kind = .network(
        NetworkCandidate(
          name: path, kind: .file, model: loaded, backend: CPUBackend(),
          tileSize: tile ?? (loaded.isOurs ? 512 : nil)))
      name = loaded.architecture.specification
    case .train(_, let specification):
      throw UsageError(
        "--model \(specification): names an architecture without weights; give the path of a .safetensors or .onnx file"
      )
    }
  }

  /// Denoises a frame from a reader into a file, a band of rows at a time.
  ///
  /// What is written is `input + strength (denoised - input)`; strength 0 gives the input bit for bit. The next band is
  /// read and the last one written while one is computed. The file stays open for the caller to finish.
  func denoise(
    _ reader: any RowReader, strength: Double,
    into open: (ImageHeader) throws -> RowFile,
    progress: @escaping (_ done: Int, _ of: Int, _ steps: String) throws -> Void
  ) throws -> RowFile {
    let statistics = try FrameSurvey.statistics(reader)
    let header = reader.header
    let run: any FrameRun =
      switch kind {
      case _ where strength == 0: FilterRun(IdentityFilter(), header, statistics)
      case .filter(let filter): FilterRun(filter, header, statistics)
      case .network(let network): try network.begin(header, statistics)
      }
    let file = try open(header)
    let light = header.lightPlanes
    let share = Float(strength)
    var done = 0
    try BandPipeline(reader: reader, file: file).run(run.bands) { index, window in
      let denoised = try run.denoise(index, window) {
        done += 1
        try progress(done, run.stepCount, run.stepName)
      }
      // Opacity and samples of unknown meaning pass.
      var result = window.planes(run.bands[index].finishes)
      for (plane, values) in zip(light, denoised) {
        if strength == 1 {
          result[plane] = values
        } else if strength > 0 {
          Self.blend(&result[plane], values, share)
        }
      }
      return result
    }
    return file
  }

  private static func blend(_ before: inout [Float], _ after: [Float], _ share: Float) {
    for i in before.indices {
      // A pixel that the model left alone stays as it is, infinite ones among them.
      guard after[i] != before[i] else { continue }
      before[i] = before[i] + share * (after[i] - before[i])
    }
  }
}
