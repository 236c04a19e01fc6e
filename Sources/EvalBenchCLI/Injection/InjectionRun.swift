import AstroImages
import Evaluation
import Exposures
import Foundation
import Networks
import Skies
import SkyMeasurement

/// Injects into one frame after another and measures every candidate.
struct InjectionRun {
  /// A candidate with the text that names it.
  struct Entry {
    var name: String
    var specification: String
    var candidate: any Candidate
  }

  var candidates: [Entry]
  var passes: Int
  var side: Int
  var fwhm: Double?
  var electronsPerUnit: Double?
  var seed: UInt64

  /// Makes the candidates, the untouched input first.
  static func candidates(_ texts: [String]) throws -> [Entry] {
    let all = texts.contains("identity") ? texts : ["identity"] + texts
    let requests = try all.map { try CandidateRequest($0) }
    let names = CandidateRequest.uniqueNames(requests.map(\.shortName))
    return try zip(requests, zip(names, all)).map { request, naming in
      let (name, text) = naming
      switch request {
      case .filter(let filter):
        return Entry(name: name, specification: filter.specification, candidate: filter)
      case .load(let path):
        let model = try Model(path: path)
        return Entry(
          name: name, specification: text,
          candidate: NetworkCandidate(name: name, kind: .file, model: model, backend: CPUBackend()))
      case .train(_, let specification):
        throw UsageError(
          "--candidates \(specification): names an architecture without weights; give the path of a .safetensors or .onnx file"
        )
      }
    }
  }

  /// The frames that arguments name: files as they are, of folders every image below them.
  static func paths(_ arguments: [String]) throws -> [String] {
    var found: [String] = []
    for argument in arguments {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) else {
        throw RunError("\(argument): no such file or folder")
      }
      guard isFolder.boolValue else {
        found.append(argument)
        continue
      }
      let names = try FrameFiles.list(argument)
      guard !names.isEmpty else { throw RunError("\(argument): holds no image") }
      found += names.map { argument + "/" + $0 }
    }
    return found
  }

  /// Every candidate's curves on one frame.
  func measure(_ path: String, progress: (String) -> Void) throws -> InjectionRecord.Frame {
    let image = try Codecs.read(path).withoutBlankZeros()
    let target: InjectionTarget
    do {
      target = try InjectionTarget(
        try Exposure(
          name: path, image: image, sha256: try SHA256.hexadecimal(ofFile: path)),
        side: side, fwhm: fwhm, electronsPerUnit: electronsPerUnit)
    } catch let error as ExposureError {
      throw RunError(error.description)
    }
    let plan = target.plan(passes: passes, seed: seed)
    let counts = (
      stars: plan.passes.reduce(0) { $0 + $1.stars.count },
      doubles: plan.passes.reduce(0) { $0 + $1.doubles.count },
      patches: plan.passes.reduce(0) { $0 + $1.patches.count }
    )
    guard counts.stars + counts.patches > 0 else {
      throw RunError(
        "\(path): has no room for artificial stars; its window is crowded or too small")
    }
    var measurements: [InjectionMeasurement?] = []
    var failures: [InjectionRecord.Failure] = []
    for entry in candidates {
      do {
        measurements.append(
          InjectionMeasurement(target, output: try output(entry, target.untouched, target)))
      } catch {
        failures.append(.init(candidate: entry.name, message: "\(error)"))
        measurements.append(nil)
      }
    }
    for (number, pass) in plan.passes.enumerated() {
      try Interruption.check()
      let (light, frame) = target.injected(pass, number: number, seed: seed)
      for (slot, entry) in candidates.enumerated() where measurements[slot] != nil {
        progress("\(entry.name), pass \(number + 1) of \(plan.passes.count)")
        do {
          try measurements[slot]?.add(
            pass, light: light, output: try output(entry, frame, target))
        } catch {
          failures.append(.init(candidate: entry.name, message: "\(error)"))
          measurements[slot] = nil
        }
      }
    }
    let results = zip(candidates, measurements).compactMap { entry, measurement in
      measurement.map { $0.result(candidate: entry.name) }
    }
    var notes = target.notes
    if target.plane.width < image.width || target.plane.height < image.height {
      notes.append(
        "a window of \(target.plane.width) x \(target.plane.height) of \(image.width) x \(image.height) pixels"
      )
    }
    if counts.stars < 100 * passes {
      notes.append(
        "\(counts.stars) stars, \(counts.doubles) doubles and \(counts.patches) patches found room; give a larger --size or more --passes for narrower intervals"
      )
    }
    return InjectionRecord.Frame(
      name: path, sensor: target.facts.sensor, filter: target.facts.filter,
      pixelScale: target.facts.pixelScale, noise: target.noise,
      profile: .init(
        fwhm: target.profile.profile.fwhm, beta: target.profile.profile.beta,
        ellipticity: target.profile.profile.ellipticity, angle: target.profile.profile.angle,
        stars: target.profile.stars),
      electronsPerUnit: target.photons.electronsPerUnit,
      electronsSource: target.photons.source, stars: counts.stars, doubles: counts.doubles,
      patches: counts.patches, notes: notes, results: results, failures: failures)
  }

  /// A candidate's output as a plane; values that are no numbers where the frame's are is a failure.
  private func output(
    _ entry: Entry, _ image: AstroImage, _ target: InjectionTarget
  ) throws -> Plane {
    let output = try entry.candidate.denoise(image)
    guard output.width == image.width, output.height == image.height, output.channels == 1 else {
      throw RunError("\(entry.name): the output is not on the input's grid")
    }
    var plane = Plane(width: output.width, height: output.height, values: output.planes[0])
    let fill = target.finite
    for i in 0..<plane.count where !plane.values[i].isFinite {
      guard !target.plane.values[i].isFinite else {
        throw RunError("\(entry.name): writes pixels that are no numbers")
      }
      plane.values[i] = fill.values[i]
    }
    return plane
  }
}
