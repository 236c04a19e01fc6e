internal import Evaluation
private import Foundation

/// Reads one crop's pictures and turns them into data for the page.
struct PictureLoader {
  /// The files by their path, or why there is none.
  private var files: [String: Result<[UInt8], any Error>] = [:]
  private var roles: [String: CropSet.Panel.Role] = [:]
  private(set) var hasDifferences = true

  init(_ crop: CropSet, assets: (String) throws -> [UInt8]) {
    for panel in crop.panels where files[panel.file] == nil {
      roles[panel.file] = panel.role
      files[panel.file] = Result { try Self.checked(panel.file, assets) }
    }
  }

  /// The bytes that the pictures take as base64.
  var encodedBytes: Int {
    var sum = 0
    for case .success(let bytes) in files.values { sum += (bytes.count + 2) / 3 * 4 }
    return sum
  }

  func withoutDifferences() -> PictureLoader {
    var lean = self
    lean.files = files.filter { roles[$0.key] != .difference }
    lean.hasDifferences = false
    return lean
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

  /// The bytes of a PNG inside the run's folder; a page embeds nothing else.
  private static func checked(_ file: String, _ assets: (String) throws -> [UInt8]) throws
    -> [UInt8]
  {
    let steps = file.split(separator: "/", omittingEmptySubsequences: false)
    guard !steps.contains(".."), !file.hasPrefix("/") else {
      throw PictureError(file: file, problem: "is outside the run's folder")
    }
    let bytes = try assets(file)
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

/// A crop's picture that a page cannot show.
struct PictureError: Error, CustomStringConvertible {
  var file: String
  var problem: String

  var description: String { "\(file): \(problem)" }
}
