private import Foundation

/// A JSON file that the page carries along, to be saved back from it: packed by zlib, as base64.
///
/// A record of a few dozen scenes has several megabytes, an eighth of that packed: what is saved shows pictures. And no text
/// of a record can end the element that carries it.
struct CarriedFile {
  /// The id of the element that carries it.
  var id: String
  /// The name that it is saved by.
  var name: String
  /// How many bytes it has unpacked.
  var bytes: Int
  var data: String

  /// - Throws: ``BlockError`` where zlib has no memory.
  init(id: String, name: String, json: String) throws {
    self.id = id
    self.name = name
    bytes = json.utf8.count
    data = Data(try Zlib.deflated(Array(json.utf8))).base64EncodedString()
  }
}
