import Checks
import Evaluation
import Exposures

/// Everything that has a page: checks of scenes, and those that only stacks of exposures answer.
enum KnownChecks {
  static let all: [CheckMetadata] = {
    let ofScenes = Checks.all.map(\.metadata)
    let ids = Set(ofScenes.map(\.id))
    return ofScenes + ExposureChecks.metadata.filter { !ids.contains($0.id) }
  }()
}
