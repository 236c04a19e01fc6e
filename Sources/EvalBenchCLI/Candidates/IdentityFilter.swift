import Networks

/// The noisy input, untouched: the floor that every denoiser must leave.
struct IdentityFilter: PlaneFilter {
  static let id = "identity"
  let specification = "identity"
  let summary = "The input as it is."

  init(settings: [String: String]) throws {
    try Settings.check(settings, accepted: [], of: Self.id)
  }

  func filter(_ plane: [Float], width: Int, height: Int, statistics: FrameStatistics) -> [Float] {
    plane
  }
}
