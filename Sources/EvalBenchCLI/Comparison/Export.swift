import AstroImages
import Evaluation
import Networks
import ONNXModel
import Tensors

/// Writes the winner as ONNX with its model card.
enum Export {
  static func write(
    _ entry: Comparison.Entry, reason: String, to run: RunFolder
  ) throws -> RunRecord.Winner {
    guard let model = entry.model else {
      throw RunError("\(entry.record.name) is no network and cannot be exported")
    }
    var metadata = try model.fileMetadata(training: nil)
    if let hash = entry.record.weightsSHA256 { metadata.append((Model.Key.weightsHash, hash)) }
    try ONNXWriter.write(model, metadata: metadata, to: run.path + "/winner.onnx")
    let card = modelCard(entry, model, reason: reason)
    try AtomicFile.write(card, to: run.path + "/winner.md")
    return RunRecord.Winner(
      candidate: entry.record.name, reason: reason, onnxFile: "winner.onnx",
      modelCard: "winner.md")
  }

  private static func modelCard(
    _ entry: Comparison.Entry, _ model: Model, reason: String
  ) -> String {
    let network = try? model.network(Shape(1, model.architecture.channels, 64, 64))
    let halo =
      network?.halo.map { "what lies up to \($0) pixels away" }
      ?? "the whole frame (global pooling)"
    let alignment = network?.alignment ?? 1
    let size =
      alignment > 1
      ? "Height and width must be multiples of \(alignment); mirror the frame at its right and bottom edge to get there."
      : "Any height and width will do."
    return """
      # Model card: \(entry.record.name)

      - Architecture: `\(model.architecture.specification)`, \(entry.record.parameters ?? 0) parameters
      - Chosen because: \(reason)
      - Training: \(entry.record.summary)
      - Weights: `\(entry.record.weightsFile ?? "")`, SHA-256 `\(entry.record.weightsSHA256 ?? "")`

      ## Input and output

      - One float32 tensor `image` of shape (batch, \(model.architecture.channels), height, width) in, `denoised` of the same shape out.
      - \(size)
      - An output pixel sees \(halo); tiles need that much overlap.
      - Each plane goes through the normalisation `\(model.normalization)` before, and through its inverse after:
        `\(model.normalization.formula)`

      ## Meant for

      Linear frames of deep-sky objects and the Sun, single exposures or stacks, whose noise is roughly white. Not for frames
      that were stretched, sharpened or denoised before, and not for measuring photometry below the biases in the report.

      """
  }
}

/// Writes a model as an ONNX file.
enum ONNXWriter {
  static func write(_ model: Model, metadata: [(String, String)], to path: String) throws {
    let network = try model.network(Shape(1, model.architecture.channels, 64, 64))
    let bytes = try ONNXFile.bytes(
      for: network, weights: model.weights, metadata: metadata,
      producerVersion: EvalBenchVersion.current)
    try AtomicFile.write(bytes, to: path)
  }
}
