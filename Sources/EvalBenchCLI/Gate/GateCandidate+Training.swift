import Evaluation
import Foundation
import Gating

extension GateCandidate {
  /// What a candidate of a stored run has learnt from: its weights, which lie in the run's folder, say so.
  static func training(of candidate: CandidateRecord, in folder: String) -> TrainingKnowledge {
    if candidate.kind == .baseline { return .learnsNothing }
    guard let file = candidate.weightsFile else {
      return .unknown(reason: "the record names no file with its weights")
    }
    return training(ofFile: folder + "/" + file)
  }

  /// What a model file says of its training.
  static func training(ofFile path: String) -> TrainingKnowledge {
    guard let model = try? Model(path: path) else {
      return .unknown(reason: "\(path) cannot be read as a model")
    }
    guard let text = model.trainingData else {
      return .unknown(
        reason:
          "\(path) does not say (no '\(Model.Key.trainingData)' in its metadata; files of other programs and of older builds have none)"
      )
    }
    guard let data = TrainingData(text: text) else {
      return .unknown(
        reason: "'\(Model.Key.trainingData)' in \(path) is not \(TrainingData.currentSchema)")
    }
    return .known(data)
  }

  static func megabytes(of file: String) -> Double? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    return (attributes?[.size] as? NSNumber).map { $0.doubleValue / 1e6 }
  }
}
