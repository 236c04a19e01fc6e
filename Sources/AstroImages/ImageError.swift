/// What is wrong with an image file, and what to do about it.
public struct ImageError: Error, Equatable, CustomStringConvertible {
  /// The kind of trouble, for callers that act on it.
  public enum Code: String, Sendable {
    case notFound, unreadable, unrecognizedFormat, corrupt, unsupported, tooLarge, writeFailed
  }

  /// The kind of trouble.
  public var code: Code
  /// The file, as the user named it.
  public var path: String
  /// What is wrong and what to do, in one line.
  public var message: String

  /// Makes an error; line breaks in the message become spaces, so that it stays one line.
  public init(_ code: Code, path: String, _ message: String) {
    self.code = code
    self.path = path
    self.message = String(message.map { $0.isNewline ? " " : $0 })
  }

  /// The file and the message on one line.
  public var description: String { "\(path): \(message)" }
}
