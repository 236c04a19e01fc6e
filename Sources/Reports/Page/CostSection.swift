internal import Evaluation

/// What each candidate costs to run and to make.
struct CostSection {
  var rows: [Row]

  struct Row {
    var label: CandidateLabel
    var specification: String
    var parameters: String
    var operations: String
    var seconds: String
    var trainingSeconds: String
    var weights: String
    var hash: String
    var normalization: String?
  }

  init(_ record: RunRecord, _ test: Scorecard) {
    rows = record.candidates.enumerated().map { index, candidate in
      Row(
        label: CandidateLabel(record, index),
        specification: SafeText.line(candidate.specification),
        parameters: candidate.parameters.map(NumberFormat.integer) ?? "–",
        operations: candidate.multiplyAccumulatesPerPixel.map(NumberFormat.short) ?? "–",
        seconds: candidate.secondsPerMegapixel.map { NumberFormat.text($0, digits: 3) } ?? "–",
        trainingSeconds: candidate.training?.seconds.map { NumberFormat.text($0, digits: 3) }
          ?? "–",
        weights: candidate.weightsFile.map(SafeText.line) ?? "–",
        hash: candidate.weightsSHA256.map { SafeText.line($0) } ?? "",
        normalization: candidate.normalization.map(SafeText.line))
    }
  }
}
