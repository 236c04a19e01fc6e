/// Why a Fourier transform could not be made.
package struct FourierError: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
