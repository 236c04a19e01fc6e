import AstroImages
import Evaluation
import Exposures
import Foundation

/// Finds the stacks of a folder, reads their exposures, and lays them upon each other.
enum StackFrames {
  /// Frames of one stack that stay in memory; of more, as many evenly chosen ones are used.
  static let most = 24

  struct Found: Sendable {
    var stacks: [ExposureStack]
    /// What the user should know, one sentence each: what was left out, and why.
    var notes: [String]
    var hashes: [Provenance.NamedHash]
  }

  /// Every folder below the given one that holds two exposures or more is a stack.
  static func stacks(
    _ folder: String, registration: String?, threads: Int
  ) throws -> Found {
    let names = try FrameFiles.list(folder)
    var groups: [String: [String]] = [:]
    for name in names {
      groups[(name as NSString).deletingLastPathComponent, default: []].append(name)
    }
    let method = try Self.method(registration)
    var found = Found(stacks: [], notes: [], hashes: [])
    let root = (URL(filePath: folder).standardizedFileURL.path() as NSString).lastPathComponent
    for (group, members) in groups.sorted(by: { $0.key < $1.key }) {
      let title = group.isEmpty ? (root.removingPercentEncoding ?? root) : group
      guard members.count >= 2 else {
        found.notes.append("\(title): holds one frame, and a stack needs two; left out.")
        continue
      }
      let chosen = evenly(members)
      if chosen.count < members.count {
        found.notes.append("\(title): \(chosen.count) of its \(members.count) frames are used.")
      }
      let read = try parallelMap(chosen.count, threads: threads) { index in
        Self.read(folder, chosen[index])
      }
      var exposures: [Exposure] = []
      for result in read {
        switch result {
        case .success(let exposure): exposures.append(exposure)
        case .failure(let error): found.notes.append("\(title): \(error.description); left out.")
        }
      }
      do {
        let stack = try ExposureStack(
          name: title, exposures: exposures, method: method,
          file: try nearestTable(folder + "/" + group))
        found.notes += stack.failures.map { "\(title): \($0)." }
        found.notes.append(Self.sentence(stack))
        found.hashes += stack.members.map {
          Provenance.NamedHash(name: $0.exposure.name, sha256: $0.exposure.sha256)
        }
        found.stacks.append(stack)
      } catch let error as ExposureError {
        found.notes.append("\(error.description); left out.")
      }
    }
    guard !found.stacks.isEmpty else {
      let reasons = found.notes.prefix(5).map { "\n  " + $0 }.joined()
      throw RunError(
        "\(folder): holds no stack: two or more exposures of one field in one folder\(reasons)")
    }
    return found
  }

  private static func evenly(_ names: [String]) -> [String] {
    guard names.count > most else { return names }
    return (0..<most).map { names[$0 * (names.count - 1) / (most - 1)] }
  }

  private static func read(_ folder: String, _ name: String) -> Result<Exposure, RunError> {
    let path = folder + "/" + name
    do {
      let image = try Codecs.read(path)
      if let purpose = FrameFiles.calibration(image.metadata) {
        return .failure(
          RunError("\(name): the header says that it is \(purpose), not a picture"))
      }
      return .success(
        try Exposure(
          name: name, image: image.withoutBlankZeros(),
          sha256: try SHA256.hexadecimal(ofFile: path)))
    } catch {
      return .failure(RunError("\(error)"))
    }
  }

  /// `auto`, `wcs`, `stars`, or the path of a table.
  static func method(_ text: String?) throws -> ExposureStack.Method {
    switch text?.lowercased() {
    case nil, "auto": return .automatic
    case "wcs": return .sky
    case "stars": return .stars
    default:
      do {
        return .file(try RegistrationFile(path: text ?? ""))
      } catch let error as ExposureError {
        throw UsageError("--registration: \(error.description); or give auto, wcs or stars")
      }
    }
  }

  /// The `registration.csv` in a folder, or in one of the three above it.
  private static func nearestTable(_ folder: String) throws -> RegistrationFile? {
    var place = URL(filePath: folder).standardizedFileURL
    for _ in 0..<4 {
      let path = place.appending(path: RegistrationFile.fileName).path(percentEncoded: false)
      if FileManager.default.fileExists(atPath: path) { return try RegistrationFile(path: path) }
      place = place.deletingLastPathComponent()
    }
    return nil
  }

  /// How a stack came together, in one sentence.
  private static func sentence(_ stack: ExposureStack) -> String {
    let others = stack.members.dropFirst()
    let ways = Dictionary(grouping: others) { $0.registration.source.rawValue }
      .sorted { $0.key < $1.key }.map { "\($0.value.count) by \($0.key)" }.joined(separator: ", ")
    let residuals = others.filter { $0.registration.matched > 0 }.map(\.registration.residual)
    let worst = residuals.max().map { ", to \(decimal($0, 2)) px or better on stars" } ?? ""
    let scales = Set(others.map(\.scaleSource)).sorted().joined(separator: ", ")
    let mosaic =
      stack.reference.isMosaic
      ? " The frames are Bayer mosaics: each colour of the mosaic is judged as a plane of half the size, so that nothing is interpolated."
      : ""
    return
      "\(stack.name): \(stack.members.count) exposures, registered \(ways)\(worst); brightness matched on \(scales).\(mosaic)"
  }
}
