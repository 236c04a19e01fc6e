internal import Evaluation

/// Whether the file that ships computes what was judged.
struct ParitySection {
  var sentences: [String]
  var facts: [Page.Fact]

  init(_ record: RunRecord, gate: GateDocument?) {
    sentences = []
    facts = []
    if let file = record.winner?.onnxFile {
      facts.append(.init(label: "File that ships", figure: SafeText.line(file)))
    }
    if let winner = record.candidates.first(where: { $0.name == record.winner?.candidate }),
      let hash = winner.weightsSHA256
    {
      facts.append(.init(label: "Weights, SHA-256", figure: SafeText.line(hash)))
    }
    let rules = (gate?.rules ?? []).filter { $0.metric == "parity" || $0.criterion == "parity" }
    for rule in rules {
      sentences.append("\(SafeText.line(rule.verdict)): \(SafeText.line(rule.message)).")
    }
    if rules.isEmpty {
      sentences.append(
        record.winner?.onnxFile == nil
          ? "No ONNX file was written in this run."
          : "Agreement of the ONNX file with the weights that were judged was not measured in this run; a gate with a rule of kind parity (evalbench gate --candidate winner.onnx --native) measures it on every test image, and shows here."
      )
    }
  }
}
