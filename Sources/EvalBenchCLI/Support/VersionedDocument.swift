import Foundation

/// Reads JSON documents that name their schema, and says in words why one cannot be used.
struct VersionedDocument<Content: Decodable> {
  let schema: String
  /// What the document is, and where one comes from.
  let noun: String
  let source: String
  /// What to do about a document of another version.
  let remedy: String
  /// The error of another version.
  let otherVersion: (String) -> any Error

  /// Reads a document; `file` is for messages.
  func decode(_ data: Data, file: String) throws -> Content {
    guard let head = try? JSONDecoder().decode(DocumentHead.self, from: data) else {
      throw RunError("\(file): is no \(noun); give \(source)")
    }
    guard head.schema == schema else {
      throw otherVersion("\(file): schema '\(head.schema)' is not '\(schema)'; \(remedy)")
    }
    do {
      return try JSONDecoder().decode(Content.self, from: data)
    } catch {
      throw RunError("\(file): is damaged: \(inWords(error))")
    }
  }
}

/// What every document of ours begins with.
private struct DocumentHead: Decodable {
  var schema: String
}
