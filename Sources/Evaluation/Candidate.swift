public import AstroImages

/// Anything that denoises: a trained network, an ONNX file, a classical filter, or the identity.
public protocol Candidate: Sendable {
  /// The name that reports show; unique within a comparison.
  var name: String { get }
  var kind: CandidateKind { get }
  /// Returns a frame on the same grid, in the same units.
  func denoise(_ image: AstroImage) throws -> AstroImage
}

public enum CandidateKind: String, Codable, Sendable {
  case network, baseline, file
}
