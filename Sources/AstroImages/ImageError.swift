/// What is wrong with an image file, and what to do about it.
public struct ImageError: Error, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case notFound, unrecognizedFormat, corrupt, unsupported, tooLarge, writeFailed
  }

  public var code: Code
  public var path: String
  public var message: String

  public init(_ code: Code, path: String, _ message: String) {
    self.code = code
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}
