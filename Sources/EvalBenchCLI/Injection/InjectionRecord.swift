import AstroImages
import Evaluation
import Exposures
import Foundation

/// What `evalbench inject` writes: every candidate's curves on every frame.
struct InjectionRecord: Codable, Equatable {
  struct Profile: Codable, Equatable {
    var fwhm: Double
    var beta: Double
    var ellipticity: Double
    var angle: Double
    var stars: Int
  }

  struct Failure: Codable, Equatable {
    var candidate: String
    var message: String
  }

  struct Frame: Codable, Equatable {
    var name: String
    var sensor: String?
    var filter: String?
    var pixelScale: Double?
    var noise: Double
    var profile: Profile
    var electronsPerUnit: Double?
    var electronsSource: String
    var stars: Int
    var doubles: Int
    var patches: Int
    var notes: [String]
    var results: [InjectionResult]
    var failures: [Failure]
  }

  var schema = "evalbench.injection/1"
  var seed: UInt64
  var passes: Int
  var candidates: [String]
  var frames: [Frame]
  var skipped: [String]

  /// Writes `injection.json`, `injection.csv` and `injection.html`.
  func write(to folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw RunError("\(folder): cannot be created (\(error.localizedDescription))")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(
      [UInt8](try encoder.encode(self)) + [0x0A], to: folder + "/injection.json")
    try AtomicFile.write(csv, to: folder + "/injection.csv")
    try AtomicFile.write(InjectionPage.html(self), to: folder + "/injection.html")
  }

  /// One line a point: frame, candidate, curve, abscissa, second abscissa, value, interval, count.
  var csv: String {
    var lines = ["frame,candidate,curve,x,magnitude_difference,value,low,high,count"]
    for frame in frames {
      for result in frame.results {
        func add(_ curve: String, _ x: Double, _ other: Double?, _ point: InjectionResult.Point) {
          let limits = point.interval.map { "\($0.low),\($0.high)" } ?? ","
          lines.append(
            "\(CSVText.quoted(frame.name)),\(CSVText.quoted(result.candidate)),\(curve),\(x),\(other.map { "\($0)" } ?? ""),\(point.value),\(limits),\(point.count)"
          )
        }
        for rung in result.completeness { add("completeness", rung.signalToNoise, nil, rung.found) }
        for rung in result.photometry { add("bias_mmag", rung.signalToNoise, nil, rung.bias) }
        for cell in result.doubles {
          add("doubles_resolved", cell.separation, cell.magnitudeDifference, cell.resolved)
        }
        for rung in result.faint { add("faint_slope", rung.amplitude, nil, rung.slope) }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
