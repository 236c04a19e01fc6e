internal import Evaluation
private import Foundation

/// Reads one crop's files and turns them into data for the page.
struct PictureLoader {
  /// How much of a crop the page shows.
  enum Level: Int { case whole, withoutDifferences, nothing }

  /// The files by their path, or why there is none.
  private var files: [String: Result<[UInt8], any Error>] = [:]
  private let crop: CropSet
  let pixels: PixelLayers?
  var level = Level.whole

  init(_ crop: CropSet, candidates: [CandidateRecord], assets: (String) throws -> [UInt8]) {
    self.crop = crop
    for panel in crop.panels where files[panel.file] == nil {
      files[panel.file] = Result { try Self.checked(panel.file, assets) }
    }
    pixels = crop.pixels.map { described in
      PixelLayers(
        described, crop, candidates: candidates,
        file: Result { try assets(try Self.inside(described.file)) })
    }
  }

  private func isShown(_ role: CropSet.Panel.Role) -> Bool {
    switch level {
    case .whole: true
    case .withoutDifferences: role != .difference && role != .removed
    case .nothing: false
    }
  }

  var hasDifferences: Bool { isShown(.difference) }

  /// The bytes that the crop takes in the page as base64.
  var encodedBytes: Int {
    guard level != .nothing else { return 0 }
    var sum = pixels?.encodedBytes ?? 0
    var known: Set<String> = []
    for panel in crop.panels where isShown(panel.role) && known.insert(panel.file).inserted {
      if case .success(let bytes) = files[panel.file] { sum += (bytes.count + 2) / 3 * 4 }
    }
    return sum
  }

  func picture(
    _ panel: CropSet.Panel, caption: String, alternative: String
  ) -> ImagesSection.Picture {
    var picture = ImagesSection.Picture(
      caption: caption, alternative: alternative, width: "", height: "")
    switch files[panel.file] {
    case .success(let bytes):
      picture.source = "data:image/png;base64," + Data(bytes).base64EncodedString()
      picture.width = String(Self.bigEndian(bytes, at: 16))
      picture.height = String(Self.bigEndian(bytes, at: 20))
    case .failure(let error):
      picture.problem = SafeText.short("\(error)", limit: 200)
    case nil:
      picture.problem = "\(SafeText.line(panel.file)): not in the record"
    }
    return picture
  }

  /// A path that does not leave the run's folder; a page embeds nothing else.
  static func inside(_ file: String) throws -> String {
    let steps = file.split(separator: "/", omittingEmptySubsequences: false)
    guard !steps.contains(".."), !file.hasPrefix("/") else {
      throw PictureError(file: file, problem: "is outside the run's folder")
    }
    return file
  }

  private static func checked(_ file: String, _ assets: (String) throws -> [UInt8]) throws
    -> [UInt8]
  {
    let bytes = try assets(try inside(file))
    guard bytes.count > 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    else { throw PictureError(file: file, problem: "is not a PNG picture") }
    return bytes
  }

  private static func bigEndian(_ bytes: [UInt8], at offset: Int) -> Int {
    var value = 0
    for byte in bytes[offset..<offset + 4] { value = value << 8 | Int(byte) }
    return value
  }
}

/// A crop's file that a page cannot show.
struct PictureError: Error, CustomStringConvertible {
  var file: String
  var problem: String

  var description: String { "\(file): \(problem)" }
}
