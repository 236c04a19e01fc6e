import Foundation

/// Tables of references/images.
enum References {
  /// The lines of a table after its comment and `skipping` more, split at commas.
  static func table(_ name: String, skipping: Int = 0) throws -> [[String]] {
    let path = URL(filePath: #filePath).appending(path: "../../../references/images/\(name)")
      .standardized
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst(
      1 + skipping
    )
    .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// Knuth's multiplicative hash as numbers in 0..<1, the same in make_debayer_and_stretch.py.
  static func hashed(_ count: Int) -> [Double] {
    (0..<count).map { Double(UInt32(truncatingIfNeeded: $0 * 2_654_435_761)) / 4_294_967_296 }
  }
}
