internal import AstroImages
internal import Foundation

/// What a network has learnt from, as its file carries it.
///
/// Hashes instead of names: who passes a model on does not tell what lies on the disk that it was trained on.
public struct TrainingData: Codable, Equatable, Sendable {
  public static let currentSchema = "evalbench.training-data/1"
  /// Stands for frames that do not say what they were taken with.
  public static let unnamed = "unknown"

  /// One frame, before its names are hashed.
  public struct Frame: Sendable {
    public var target: String
    /// SHA-256 of the files that it came from; none for a simulated sky.
    public var files: [String]
    public var sensor: String?
    public var filter: String?

    public init(target: String, files: [String], sensor: String?, filter: String?) {
      self.target = target
      self.files = files
      self.sensor = sensor
      self.filter = filter
    }
  }

  /// What a set of frames shows and what it was taken with; every list in order, without repetition.
  public struct Frames: Codable, Equatable, Sendable {
    /// Hashes of the targets' names.
    public var targets: [String]
    /// The first digits of the files' SHA-256.
    public var files: [String]
    public var sensors: [String]
    public var filters: [String]

    init(_ frames: [Frame]) {
      func list(_ values: [String]) -> [String] { Set(values).sorted() }
      targets = list(frames.map { TrainingData.hash(ofTarget: $0.target) })
      files = list(frames.flatMap(\.files).map(TrainingData.short))
      sensors = list(frames.map { $0.sensor ?? TrainingData.unnamed })
      filters = list(frames.map { $0.filter ?? TrainingData.unnamed })
    }
  }

  public var schema: String
  /// The frames whose patches made the gradients.
  public var learned: Frames
  /// The frames by which the best weights were chosen.
  public var watched: Frames

  public init(learned: [Frame], watched: [Frame]) {
    schema = Self.currentSchema
    self.learned = Frames(learned)
    self.watched = Frames(watched)
  }

  /// Reads what ``text`` wrote; `nil` for anything else.
  public init?(text: String) {
    guard let data = try? JSONDecoder().decode(TrainingData.self, from: Data(text.utf8)),
      data.schema == Self.currentSchema
    else { return nil }
    self = data
  }

  /// One line of JSON for a model file's metadata.
  public var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// Sixteen digits: two of a million targets share them once in tens of millions of such sets.
  static func hash(ofTarget name: String) -> String { short(SHA256.hexadecimal(of: name)) }

  static func short(_ sha256: String) -> String { String(sha256.prefix(16)) }
}

/// Whether it is known what a candidate has learnt from.
public enum TrainingKnowledge: Codable, Equatable, Sendable {
  /// A filter, which learns nothing.
  case learnsNothing
  case known(TrainingData)
  case unknown(reason: String)
}
