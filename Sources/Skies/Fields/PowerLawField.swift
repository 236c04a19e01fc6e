import Foundation
package import Randomness

/// Turbulence: a Gaussian random plane whose power falls with a power of the frequency.
package enum PowerLawField {
  /// A plane of mean 0 and standard deviation 1 with two-dimensional power `P(k)` proportional to `k^-index`.
  ///
  /// The index is about 11/3 for Kolmogorov's turbulence seen in projection, and -2.5 to -3 for the interstellar medium's
  /// column density (Kalberla and Haud, A&A 627, A112, 2019). Frequencies are in cycles per the longer side; those below
  /// `minimumFrequency` are left out, so that the largest structures fit into the frame. The plane is periodic.
  package static func make(
    width: Int, height: Int, index: Double, minimumFrequency: Double = 1,
    random: inout RandomSource
  ) -> Field {
    var white = Field(width: width, height: height)
    for pixel in white.values.indices { white.values[pixel] = random.normal() }
    let side = Double(max(width, height))
    let transform = FourierTransform(width: width, height: height)
    var field = transform.filtered(white) { column, row in
      let kx = Double(column) / Double(width) * side
      let ky = Double(row <= height / 2 ? row : row - height) / Double(height) * side
      let square = kx * kx + ky * ky
      return square >= minimumFrequency * minimumFrequency && square > 0
        ? pow(square, -index / 4) : 0
    }
    field.standardize()
    return field
  }
}
