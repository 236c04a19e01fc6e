public import Foundation
private import Reports

/// The JSON files that a report carries along, packed, to be saved back.
public enum CarriedFiles {
  /// One of them as it was before it was packed.
  public static func bytes(_ id: String, in page: String) throws -> Data {
    let whole = try all(in: page)
    guard let found = whole.first(where: { $0.id == id }) else { throw Missing(id: id) }
    return found.data
  }

  /// The page with all of them in plain words behind it: what a reader can find out from it.
  public static func unpacked(_ page: String) throws -> String {
    try all(in: page).reduce(page) { $0 + String(decoding: $1.data, as: UTF8.self) }
  }

  struct Missing: Error {
    var id: String
  }

  private static func all(in page: String) throws -> [(id: String, data: Data)] {
    let carried = /id="([a-z-]+)" data-name="[^"]*" data-bytes="(\d+)">([A-Za-z0-9+\/=]*)</
    return try page.matches(of: carried).map { match in
      guard let count = Int(match.output.2),
        let packed = Data(base64Encoded: String(match.output.3))
      else { throw Missing(id: String(match.output.1)) }
      return (String(match.output.1), Data(try Zlib.inflated(Array(packed), count: count)))
    }
  }
}
