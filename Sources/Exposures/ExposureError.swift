/// Why frames make no stack, with the frame's name and what would help.
package struct ExposureError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
