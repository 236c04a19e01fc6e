import AstroImages
package import Evaluation
import Foundation
import Skies

/// Finds and reads a folder of frames.
package enum FrameFiles {
  /// A readable frame of a folder.
  struct Frame: Sendable {
    /// The path relative to the folder: the frame's name everywhere.
    var name: String
    var image: AstroImage
    /// What splits go by: the header's OBJECT where there is one, else the name without its extension.
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
  static func read(
    _ folder: String, threads: Int, minimumSide: Int = 64
  ) throws -> (frames: [Frame], skipped: [String]) {
    let names = try list(folder)
    let results = try parallelMap(names.count, threads: threads) { index in
      read(folder, names[index], minimumSide: minimumSide)
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
    return (frames, skipped)
  }

  static func read(_ folder: String, _ name: String, minimumSide: Int) -> Result<Frame, RunError> {
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
      let object = image.metadata["OBJECT"]?.trimmingCharacters(in: .whitespaces) ?? ""
      let stem = URL(filePath: name).deletingPathExtension().lastPathComponent
      return .success(
        Frame(
          name: name, image: image, target: object.isEmpty ? stem : object,
          sha256: try SHA256.hexadecimal(ofFile: path)))
    } catch {
      return .failure(RunError("\(error); skipped"))
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

extension AstroImage {
  /// A window of the frame, cut to it; the metadata stays.
  func window(x: Int, y: Int, width: Int, height: Int) -> AstroImage {
    let (left, top) = (max(0, x), max(0, y))
    let (right, bottom) = (min(self.width, x + width), min(self.height, y + height))
    var result = self
    result.width = right - left
    result.height = bottom - top
    return AstroImage(
      width: right - left, height: bottom - top,
      planes: planes.map { plane in
        var cut: [Float] = []
        cut.reserveCapacity((right - left) * (bottom - top))
        for row in top..<bottom {
          cut += plane[(row * self.width + left)..<(row * self.width + right)]
        }
        return cut
      }, channelNames: channelNames, sampleFormat: sampleFormat, metadata: metadata)
  }

  /// The middle of the frame, at most `side` pixels a side.
  func centre(side: Int) -> AstroImage {
    let (w, h) = (min(side, width), min(side, height))
    return window(x: (width - w) / 2, y: (height - h) / 2, width: w, height: h)
  }
}
