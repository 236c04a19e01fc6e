import AstroImages
package import Evaluation
import Foundation
import Randomness
import Skies

/// Finds and reads a folder of frames.
package enum FrameFiles {
  /// A readable frame of a folder.
  struct Frame: Sendable {
    /// The path relative to the folder: the frame's name everywhere.
    var name: String
    /// The middle of the frame, at most as large as was asked for.
    var image: AstroImage
    /// The size of the whole frame.
    var fullWidth: Int
    var fullHeight: Int
    /// The value of full scale, from the whole frame.
    var fullScale: Double
    /// What splits go by: the piece of sky that it shows.
    var target: String
    var sha256: String
  }

  /// The image files below a folder, by relative path in order, links not followed.
  static func list(_ folder: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw RunError("\(folder): no such folder; give the path of a folder of frames")
    }
    guard isFolder.boolValue else {
      throw RunError("\(folder): is a file; give the folder that holds the frames")
    }
    let extensions = Set(Codecs.all.flatMap { $0.fileExtensions })
    let compressed = [".fits.gz", ".fit.gz", ".fts.gz"]
    guard let walker = FileManager.default.enumerator(atPath: folder) else {
      throw RunError("\(folder): cannot be listed; is it readable?")
    }
    var names: [String] = []
    for case let name as String in walker {
      let lower = name.lowercased()
      let suffix = lower.split(separator: ".").last.map(String.init) ?? ""
      guard extensions.contains(suffix) || compressed.contains(where: lower.hasSuffix) else {
        continue
      }
      names.append(name)
    }
    return names.sorted()
  }

  /// Reads every frame; those that cannot be read are told in `skipped`, one line each.
  ///
  /// Only the middle of a frame, at most `keeping` pixels a side, stays in memory: a night of large colour frames fits.
  static func read(
    _ folder: String, threads: Int, minimumSide: Int = 64, keeping side: Int
  ) throws -> (frames: [Frame], skipped: [String]) {
    let names = try list(folder)
    let results = try parallelMap(names.count, threads: threads) { index in
      read(folder, names[index], minimumSide: minimumSide, keeping: side)
    }
    var frames: [Frame] = []
    var skipped: [String] = []
    for result in results {
      switch result {
      case .success(let frame): frames.append(frame)
      case .failure(let error): skipped.append(error.description)
      }
    }
    guard !frames.isEmpty else {
      let reasons = skipped.prefix(3).map { "\n  " + $0 }.joined()
      throw RunError(
        "\(folder): holds no frame that can be used (FITS, TIFF, PNG or JPEG of at least \(minimumSide) x \(minimumSide) pixels)\(reasons)"
      )
    }
    let targets = FrameTargets.targets(
      of: frames.map { FrameTargets.Clues(name: $0.name, metadata: $0.image.metadata) })
    for index in frames.indices { frames[index].target = targets[index] }
    return (frames, skipped)
  }

  private static func read(
    _ folder: String, _ name: String, minimumSide: Int, keeping side: Int
  ) -> Result<Frame, RunError> {
    let path = folder + "/" + name
    do {
      let image = try Codecs.read(path)
      guard min(image.width, image.height) >= minimumSide else {
        return .failure(
          RunError(
            "\(name): \(image.width) x \(image.height) pixels is too small to judge; skipped"))
      }
      guard !image.lightPlanes.isEmpty,
        image.lightPlanes.contains(where: { image.planes[$0].contains(where: \.isFinite) })
      else {
        return .failure(RunError("\(name): holds no finite pixel of light; skipped"))
      }
      guard image.hasContrast else {
        return .failure(RunError("\(name): holds one value everywhere; skipped"))
      }
      if let purpose = calibration(image.metadata) {
        return .failure(
          RunError("\(name): the header says that it is \(purpose), not a picture; skipped"))
      }
      return .success(
        Frame(
          name: name, image: image.centre(side: side).withoutBlankZeros(), fullWidth: image.width,
          fullHeight: image.height, fullScale: image.fullScale, target: name,
          sha256: try SHA256.hexadecimal(ofFile: path)))
    } catch {
      return .failure(RunError("\(error); skipped"))
    }
  }

  /// The frames' places in the order in which they are taken: every target gives one before any gives its next.
  static func turns(_ frames: [Frame], seed: UInt64) -> [Int] {
    let ranks = frames.map { frame in
      var random = RandomSource(seed: seed, name: "rank/" + frame.name)
      return random.next()
    }
    var given: [String: Int] = [:]
    var turn = [Int](repeating: 0, count: frames.count)
    for index in frames.indices.sorted(by: { (ranks[$0], $0) < (ranks[$1], $1) }) {
      turn[index] = given[frames[index].target, default: 0]
      given[frames[index].target, default: 0] += 1
    }
    return frames.indices.sorted { (turn[$0], ranks[$0], $0) < (turn[$1], ranks[$1], $1) }
  }

  /// What the report says of files that were not used; a long list is cut.
  static func summary(ofSkipped lines: [String]) -> [String] {
    let most = 8
    guard lines.count > most else { return lines }
    return lines.prefix(most) + ["\(lines.count - most) more files were skipped."]
  }

  /// What a frame that shows no sky is for, as capture programs and observatories write it.
  static func calibration(_ metadata: ImageMetadata) -> String? {
    for key in ["IMAGETYP", "FRAME", "OBSTYPE"] {
      let kind = metadata[key]?.lowercased() ?? ""
      for (word, purpose) in [
        ("dark", "a dark frame"), ("bias", "a bias frame"), ("zero", "a bias frame"),
        ("flat", "a flat field"),
      ] where kind.contains(word) {
        return purpose
      }
    }
    switch metadata["PRODTYPE"]?.lowercased().trimmingCharacters(in: .whitespaces) {
    case "dqmask": return "a mask of bad pixels"
    case "wtmap": return "a map of weights"
    default: return nil
    }
  }

  /// Which split each target is in: ranked by a hash of its name, the first quarter judges, the next quarter chooses.
  ///
  /// Fewer than three targets cannot fill three splits: all of them judge, and training and choice use simulated skies.
  package static func splits(_ targets: [String], seed: UInt64) -> [String: RunRecord.Split] {
    let unique = Set(targets).map { target -> (UInt64, String) in
      var random = RandomSource(seed: seed, name: "split/" + target)
      return (random.next(), target)
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    guard unique.count >= 3 else {
      return Dictionary(uniqueKeysWithValues: unique.map { ($0.1, .test) })
    }
    let share = max(1, unique.count / 4)
    return Dictionary(
      uniqueKeysWithValues: unique.enumerated().map { index, item in
        (item.1, index < share ? .test : index < 2 * share ? .validation : .train)
      })
  }
}
