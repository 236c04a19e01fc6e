import Evaluation
import Foundation
import Gating
import TestSupport
import Testing

@Suite("The ranges that rules can name")
struct GateBinTests {
  private struct Shard: Decodable {
    var record: RunRecord
  }

  /// The record of one simulated sky in 24, denoised by nothing.
  private func record(ofSky number: Int) throws -> RunRecord {
    let place = try GatePlace()
    let outcome = try place.tool([
      "gate", "--config", "preset:release", "--candidate", "identity", "--output", "out",
      "--shard", "\(number)/24",
    ])
    #expect(outcome.code == 0, "\(outcome)")
    return try JSONDecoder().decode(Shard.self, from: place.place.bytes("out/shard.json")).record
  }

  @Test("are measured under those names")
  func names() throws {
    // A star field, a nebula, doubles; and the nebulae that show the brightest, the faintest and the finest structure.
    let records = try [1, 2, 3, 5, 14, 17, 23].map(record)
    var units: [String: [String: String]] = [:]
    for row in records.flatMap(\.rows) {
      for part in row.finding?.parts ?? [] { units[row.check, default: [:]][part.name] = part.unit }
    }
    var found = 0
    for check in try #require(records.first).checks {
      for bin in MetricBin.all(of: check.id) {
        found += 1
        let unit = units[check.id]?[bin.part]
        #expect(unit == check.unit, "\(check.id), \(bin): \(unit ?? "not measured")")
      }
    }
    #expect(found > 60)
  }
}
