internal import Foundation
internal import AstroImages

extension Baseline {
  /// Reads a file.
  ///
  /// - Throws: ``NotComparable`` for one that is missing, damaged, or of another schema.
  public init(file: String) throws(NotComparable) {
    guard let data = try? Data(contentsOf: URL(filePath: file)) else {
      throw NotComparable(
        "\(file): there is no such baseline; save one with 'evalbench baseline save', or say 'baseline: {missing: first-release}'"
      )
    }
    struct Head: Decodable { var schema: String }
    guard let head = try? JSONDecoder().decode(Head.self, from: data) else {
      throw NotComparable("\(file): is no baseline file")
    }
    guard head.schema == Self.currentSchema else {
      throw NotComparable(
        "\(file): schema '\(head.schema)' is not '\(Self.currentSchema)'; save the baseline again")
    }
    do {
      self = try JSONDecoder().decode(Baseline.self, from: data)
    } catch {
      throw NotComparable("\(file): is damaged: \(error)")
    }
    for (metric, images) in values {
      for (image, value) in images where !value.isFinite {
        throw NotComparable("\(file): \(metric) of \(image) is not a number")
      }
    }
  }

  /// The file's bytes: keys in order and a line each, so that git shows what changed.
  public var bytes: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return [UInt8](try encoder.encode(self)) + [0x0A]
    }
  }

  /// Whether the file agrees with itself: the hash of its images, and values for no image that it does not list.
  public func verify() throws(NotComparable) {
    let hash = GateSubject.testSetSHA256(of: images)
    guard hash == testSetSHA256 else {
      throw NotComparable(
        "'\(name)' says that its test set is \(testSetSHA256), but its images give \(hash): it was edited by hand"
      )
    }
    let known = Set(images.map(\.name))
    for (metric, values) in values.sorted(by: { $0.key < $1.key }) {
      if let stray = values.keys.sorted().first(where: { !known.contains($0) }) {
        throw NotComparable(
          "'\(name)': \(metric) has a value for '\(stray)', which is no image of it")
      }
    }
  }
}
