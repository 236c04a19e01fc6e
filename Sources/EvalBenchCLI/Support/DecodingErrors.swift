/// What is wrong with a document that could not be decoded.
func inWords(_ error: any Error) -> String {
  guard let error = error as? DecodingError else { return "\(error)" }
  switch error {
  case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
  case .typeMismatch(_, let context), .valueNotFound(_, let context):
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return "'\(path)' is not what it should be"
  case .dataCorrupted(let context): return context.debugDescription
  @unknown default: return "\(error)"
  }
}
