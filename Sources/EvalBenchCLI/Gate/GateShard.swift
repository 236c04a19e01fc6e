import Evaluation
import Foundation
import Gating

/// A share of the test images, scored for a verdict that a merge of all shares gives: `shard.json`.
struct GateShard: Codable {
  static let currentSchema = "evalbench.gate-shard/1"
  static let fileName = "shard.json"

  /// Which images are scored: the i-th, and every n-th after it.
  struct Share: Codable, Equatable, Sendable {
    var index: Int
    var count: Int

    /// Reads `2/4`.
    init(_ text: String) throws {
      let sides = text.split(separator: "/", omittingEmptySubsequences: false)
      guard sides.count == 2, let index = Int(sides[0]), let count = Int(sides[1]), count >= 1,
        count <= 1000, (1...count).contains(index)
      else {
        throw UsageError("--shard \(text): write i/n with i from 1 to n, such as 2/4")
      }
      (self.index, self.count) = (index, count)
    }

    func holds(_ position: Int) -> Bool { position % count == index - 1 }
  }

  var schema = currentSchema
  var share: Share
  /// How many images the whole test set has, and which frames they are made of.
  var images: Int
  var source: String
  /// What is judged; the first of the record's candidates.
  var candidate: String
  var artefactSHA256: String?
  var nativeSHA256: String?
  var megabytes: Double?
  var training: TrainingKnowledge
  var parity: [String: GateSubject.Parity]
  var cachedImages: Int
  /// The program that scored: figures of another build may be other figures.
  var engine: String
  /// The share's scenes and rows.
  var record: RunRecord

  init(_ scored: GateCandidate, share: Share) throws {
    guard let plan = scored.plan else {
      throw RunError("internal: a shard of what was not scored")
    }
    self.share = share
    images = plan.images
    source = plan.source
    candidate = scored.name
    artefactSHA256 = scored.artefactSHA256
    nativeSHA256 = scored.nativeSHA256
    megabytes = scored.megabytes
    training = scored.training
    parity = scored.parity
    cachedImages = scored.cachedImages
    engine = ResultCache.engine
    record = scored.record
  }

  /// Reads the file, or the one in a folder.
  init(file path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw RunError("\(path): no such folder; give what 'evalbench gate --shard i/n' wrote to")
    }
    let file = isFolder.boolValue ? path + "/" + Self.fileName : path
    guard let data = try? Data(contentsOf: URL(filePath: file)) else {
      throw RunError("\(file): cannot be read; did 'evalbench gate --shard' finish there?")
    }
    self = try VersionedDocument(
      schema: Self.currentSchema, noun: "shard",
      source: "what 'evalbench gate --shard i/n' wrote", remedy: "score the shard again",
      otherVersion: NotComparable.init
    ).decode(data, file: file)
  }

  /// The last line on stdout.
  var lastLine: String {
    "evalbench gate: SHARD \(share.index)/\(share.count)  (\(record.scenes.count) of \(images) images scored, nothing decided) candidate=\(candidate) exit=0"
  }
}
