import AstroImages
import Evaluation
import Foundation
import Kernels

/// What was measured on one image, kept under the hash of everything that it depends on.
///
/// Each image is a file that appears whole or not at all: a gate that is killed has lost at most the image it was at.
struct ResultCache {
  static let schema = "evalbench.cached-image/1"
  static let defaultFolder = ".evalbench/cache"

  let folder: String

  /// What a measurement depends on: model, pixels, checks, engine.
  struct Ingredients: Codable, Equatable {
    var model: String
    var image: String
    var checks: String
    var engine: String
    /// The settings of a comparison of two files, where one was made.
    var parity: String?

    var key: String {
      SHA256.hexadecimal(
        of: [Self.version, model, image, checks, engine, parity ?? "-"].joined(separator: "\n"))
    }
    private static let version = ResultCache.schema
  }

  struct Parity: Codable, Equatable {
    var exceedingPercent: Double
    var largest: Double
  }

  struct Entry: Codable {
    var schema: String
    var ingredients: Ingredients
    var image: String
    var rows: [RunRecord.Row]
    var parity: Parity?
    /// Wall-clock seconds of denoising; a timing.
    var seconds: Double
    /// Of rows and parity, to find a file that was damaged or edited.
    var contentSHA256: String

    init(
      _ ingredients: Ingredients, image: String, rows: [RunRecord.Row], parity: Parity?,
      seconds: Double
    ) throws {
      schema = ResultCache.schema
      self.ingredients = ingredients
      self.image = image
      self.rows = rows
      self.parity = parity
      self.seconds = seconds
      contentSHA256 = try Self.hash(rows, parity)
    }

    static func hash(_ rows: [RunRecord.Row], _ parity: Parity?) throws -> String {
      struct Content: Encodable {
        var rows: [RunRecord.Row]
        var parity: Parity?
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return SHA256.hexadecimal(
        of: [UInt8](try encoder.encode(Content(rows: rows, parity: parity))))
    }

    var isIntact: Bool { (try? Self.hash(rows, parity)) == contentSHA256 }
  }

  private func path(_ key: String) -> String { "\(folder)/\(key.prefix(2))/\(key).json" }

  /// An intact entry; a damaged one is as good as none and is measured again.
  func entry(_ ingredients: Ingredients) -> Entry? {
    guard let data = try? Data(contentsOf: URL(filePath: path(ingredients.key))),
      let entry = try? JSONDecoder().decode(Entry.self, from: data),
      entry.ingredients == ingredients, entry.isIntact
    else { return nil }
    return entry
  }

  func keep(_ entry: Entry) throws {
    let path = path(entry.ingredients.key)
    let parent = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    } catch {
      throw RunError(
        "\(folder): the cache cannot be created (\(error.localizedDescription)); choose another --cache, or --no-cache"
      )
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write([UInt8](try encoder.encode(entry)) + [0x0A], to: path)
  }

  /// The entries' files, in order.
  func files() -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".json") }.sorted()
  }

  /// What is wrong with a file of the cache; `nil` for an entry that can be trusted.
  func fault(of file: String) -> String? {
    guard let data = try? Data(contentsOf: URL(filePath: folder + "/" + file)) else {
      return "cannot be read"
    }
    guard let entry = try? JSONDecoder().decode(Entry.self, from: data) else {
      return "is no entry, or cut short"
    }
    guard entry.schema == Self.schema else { return "has the schema '\(entry.schema)'" }
    guard file.hasSuffix("\(entry.ingredients.key).json") else {
      return "does not lie under the hash of what it depends on"
    }
    return entry.isIntact ? nil : "was changed after it was written"
  }

  /// The hash of the running program: another build may measure otherwise. The CPU level may change the last bits.
  static let engine: String = {
    let program = (try? SHA256.hexadecimal(ofFile: "/proc/self/exe")) ?? EvalBenchVersion.current
    return "\(program) \(CPULevel.current.name)"
  }()
}
