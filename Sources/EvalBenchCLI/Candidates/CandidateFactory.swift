import Architectures
import Evaluation
import Foundation
import Gating
import Networks

/// What the user asked to compare: something to train, something to load, or something built in.
enum CandidateRequest: Sendable {
  case train(any Architecture, specification: String)
  case load(path: String)
  case filter(any PlaneFilter)

  /// Reads `dncnn`, `unet:width=16`, `path/to.safetensors`, `path/to.onnx`, `gaussian:sigma=2`.
  init(_ text: String) throws {
    let lower = text.lowercased()
    if lower.hasSuffix(".safetensors") || lower.hasSuffix(".onnx") {
      guard FileManager.default.fileExists(atPath: text) else {
        throw UsageError("\(text): no such file; give the path of a .safetensors or .onnx file")
      }
      self = .load(path: text)
      return
    }
    let (name, settings) = try Settings.parse(text)
    if let filter = PlaneFilters.all.first(where: { $0.id == name }) {
      self = .filter(try filter.init(settings: settings))
      return
    }
    if Architectures.all.contains(where: { $0.id == name }) {
      do {
        self = .train(try Architectures.make(text), specification: text)
      } catch {
        throw UsageError(error.description)
      }
      return
    }
    let known = Architectures.all.map { $0.id } + PlaneFilters.all.map { $0.id }
    let nearest = known.min { editDistance($0, name) < editDistance($1, name) } ?? ""
    let hint = editDistance(nearest, name) <= 3 ? "; did you mean '\(nearest)'?" : ""
    throw UsageError(
      "unknown candidate '\(text)'; the known ones are \(known.joined(separator: ", ")), or the path of a .safetensors or .onnx file\(hint)"
    )
  }
}

extension CandidateRequest {
  /// Makes names unique: the second `dncnn` becomes `dncnn-2`.
  static func uniqueNames(_ names: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return names.map { name in
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count == 1 ? name : "\(name)-\(count)"
    }
  }

  /// The short name that reports show.
  var shortName: String {
    switch self {
    case .train(let architecture, _): type(of: architecture).id
    case .filter(let filter): filter.name
    case .load(let path): URL(filePath: path).deletingPathExtension().lastPathComponent
    }
  }

  /// A filter's name and settings, spelled out; `nil` for a network.
  var filterSpecification: String? {
    guard case .filter(let filter) = self else { return nil }
    return "\(filter.name) \(filter.specification)"
  }
}
