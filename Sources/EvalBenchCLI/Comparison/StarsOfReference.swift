import AstroImages

/// The stars of a frame whose truth nobody wrote down: found in the clean side, so that checks of stars can run.
struct StarsOfReference {
  var catalogue: SourceCatalogue?
  var fwhm = 3.0
  var notes: [String] = []

  init(_ reference: AstroImage, noiseSigma: Double) {
  }
}
