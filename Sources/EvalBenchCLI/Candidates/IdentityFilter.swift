package import Networks

/// The noisy input, untouched: the floor that every denoiser must leave.
package struct IdentityFilter: PlaneFilter {
  package static let id = "identity"
  package let specification = "identity"
  package let summary = "The input as it is."

  package let reach = 0

  package init(settings: [String: String]) throws {
    try Settings.check(settings, accepted: [], of: Self.id)
  }

  init() {}

  package func filter(_ plane: [Float], width: Int, height: Int, statistics: FrameStatistics)
    -> [Float]
  {
    plane
  }
}
