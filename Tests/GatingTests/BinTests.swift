import Gating
import Testing

@Suite("Rules by ranges")
struct BinTests {
  private static let values = [
    "star-loss": around(0.05, spread: 0.001),
    "star-loss / faint (SNR 5-10), net": around(0.2, spread: 0.001),
    "star-loss / mid (SNR 10-20), net": around(0.02, spread: 0.001),
    "star-loss / strong (SNR 20+)": around(0.004, spread: 0.001),
  ]

  private func entries(_ rule: String) throws -> [GateEntry] {
    try SmallRecord.result(
      "rules: {stars: [error, {metric: star-loss, \(rule)}]}", Self.values
    ).rules
  }

  @Test("every range has its own limit and its own verdict")
  func limits() throws {
    let entries = try entries("bins: snr, max: {5-10: 0.3, 10-20: 0.01, \">=20\": 0.01 fraction}")
    #expect(entries.map(\.bin) == ["snr 5-10", "snr 10-20", "snr 20+"])
    #expect(entries.map(\.outcome) == [.pass, .fail, .pass])
    #expect(
      entries.map(\.part)
        == ["faint (SNR 5-10), net", "mid (SNR 10-20), net", "strong (SNR 20+)"])
    #expect(entries[1].limit == "at most 0.01 fraction")
    #expect(entries[1].message.hasPrefix("star-loss / mid (SNR 10-20), net mean 0.02 fraction ["))
  }

  @Test("a range without a limit is not asked about")
  func some() throws {
    #expect(try entries("bins: snr, max: {20+: 0.01}").map(\.bin) == ["snr 20+"])
  }

  @Test("one limit holds for all ranges, and warnings go range by range as well")
  func one() throws {
    let entries = try entries("bins: snr, max: 0.1, warn: {max: {10-20: 0.015}}")
    #expect(entries.map(\.bin) == ["snr 5-10", "snr 10-20", "snr 10-20", "snr 20+"])
    #expect(entries.map(\.severity) == [.error, .error, .warn, .error])
    #expect(entries.map(\.outcome) == [.fail, .pass, .fail, .pass])
  }

  @Test("'none' takes the ranges of an extended rule back")
  func none() throws {
    let entries = try entries("bins: none, max: 0.1")
    #expect(entries.map(\.bin) == [nil] && entries[0].outcome == .pass)
  }

  @Test("each range is a test case of its own")
  func junit() throws {
    let result = try SmallRecord.result(
      "rules: {stars: [error, {metric: star-loss, bins: snr, max: 0.1, warn: {max: {20+: 0.01}}}]}",
      Self.values)
    let text = String(decoding: try GateJUnit.render(result), as: UTF8.self)
    for name in [
      "max, snr 5-10", "max, snr 10-20", "max, snr 20+, error", "max, snr 20+, warn",
    ] {
      #expect(text.contains("classname=\"gate.stars\" name=\"\(name)\""))
    }
  }
}
