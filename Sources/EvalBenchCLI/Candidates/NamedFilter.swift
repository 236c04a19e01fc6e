import AstroImages
import Evaluation

/// A filter under the name that the run gives it, so that two with other settings stay two columns.
struct NamedFilter: Candidate {
  var name: String
  var filter: any PlaneFilter

  var kind: CandidateKind { filter.kind }

  func denoise(_ image: AstroImage) throws -> AstroImage { try filter.denoise(image) }
}
