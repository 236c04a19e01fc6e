import Gating
import Testing

/// A rule, values, and what they must come to.
struct RuleCase: CustomTestStringConvertible, Sendable {
  var rule: String
  var values: [Double]
  var outcome: Outcome
  var baseline: [Double]?
  var testDescription: String { "\(rule) is \(outcome)" }

  init(_ rule: String, _ values: [Double], _ outcome: Outcome, baseline: [Double]? = nil) {
    (self.rule, self.values, self.outcome, self.baseline) = (rule, values, outcome, baseline)
  }
}

@Suite("Every kind of rule passes, fails, and says when it does not know")
struct RuleTests {
  static let cases: [RuleCase] = [
    RuleCase("metric: quality, min: 30 dB", around(31), .pass),
    RuleCase("metric: quality, min: 30 dB", around(29), .fail),
    RuleCase("metric: quality, min: 30 dB", around(30.01), .inconclusive),
    RuleCase("metric: loss, max: 0.5", around(0.3), .pass),
    RuleCase("metric: loss, max: 0.5", around(0.7), .fail),
    RuleCase("metric: drift, abs_max: 2 %", around(-1, spread: 0.5), .pass),
    RuleCase("metric: drift, abs_max: 2 %", around(-3, spread: 0.5), .fail),
    RuleCase("metric: drift, abs_max: 2 %", around(-2, spread: 0.5), .inconclusive),
    RuleCase("metric: drift, between: [-1, 3]", around(2.9, spread: 0.5), .inconclusive),
    RuleCase("metric: drift, between: [-1, 3]", around(1, spread: 0.5), .pass),
    RuleCase("metric: drift, equivalent: 2 %", around(0.2, spread: 0.5), .pass),
    RuleCase("metric: drift, equivalent: 2 %", around(5, spread: 0.5), .fail),
    RuleCase("metric: quality, non_inferior: 0.5 dB", around(30), .pass, baseline: around(30.2)),
    RuleCase("metric: quality, non_inferior: 0.5 dB", around(29), .fail, baseline: around(30)),
    RuleCase(
      "metric: quality, non_inferior: 0.5 dB", around(30, spread: 2), .inconclusive,
      baseline: around(30, spread: -2)),
    RuleCase("metric: loss, non_inferior: 0.05", around(0.3), .fail, baseline: around(0.2)),
    RuleCase("metric: quality, superior: 0.5 dB", around(31), .pass, baseline: around(30)),
    RuleCase("metric: quality, superior: 0.5 dB", around(30.2), .fail, baseline: around(30)),
    RuleCase(
      "metric: quality, superior: 0.5 dB", around(31, spread: 2), .inconclusive,
      baseline: around(30, spread: -2)),
    RuleCase(
      "metric: drift, equivalent: 1 %, equivalent_to: baseline", around(5), .pass,
      baseline: around(5.2)),
    RuleCase(
      "metric: quality, max_regressed_fraction: 0.1, regressed_by: 1 dB",
      [28] + around(31, count: 9), .pass, baseline: around(31)),
    RuleCase(
      "metric: quality, max_regressed_fraction: 0.1, regressed_by: 1 dB",
      [28, 28] + around(31, count: 8), .fail, baseline: around(31)),
    RuleCase("metric: loss, hard_max: 0.9", around(0.3), .pass),
    RuleCase("metric: loss, hard_max: 0.9", [0.95] + around(0.3, count: 9), .fail),
    RuleCase("metric: quality, hard_min: 20 dB", [19] + around(30, count: 9), .fail),
    RuleCase("metric: drift, worst_group: 3 %", [-4] + around(0, count: 9), .fail),
    RuleCase("metric: drift, worst_group: 5 %", [-4] + around(0, count: 9), .pass),
    RuleCase("metric: false-stars, zero: true", around(0, spread: 0), .pass),
    RuleCase("metric: false-stars, zero: true", [1] + around(0, spread: 0, count: 9), .fail),
    RuleCase("metric: parameters, max: 2000", around(0), .pass),
    RuleCase("metric: parameters, max: 200", around(0), .fail),
    RuleCase("metric: quality, min: 30 dB, decide: estimate", around(30.01), .pass),
    RuleCase("metric: quality, min: 30 dB, statistic: median", around(31), .pass),
    RuleCase("kind: parity", around(0), .notRun),
  ]

  @Test("worked out by hand", arguments: cases)
  func outcome(_ item: RuleCase) throws {
    let metric = item.rule.split(separator: ",")[0].split(separator: " ").last.map(String.init)
    let check = metric == "parameters" || metric == "parity" ? "quality" : metric ?? ""
    let result = try SmallRecord.result(
      "rules: {r: [error, {\(item.rule)}]}", [check: item.values],
      baseline: item.baseline.map { [check: $0] })
    let entry = try #require(result.rules.first)
    #expect(entry.outcome == item.outcome, "\(entry.message)")
    #expect(entry.passed == (item.outcome == .pass))
    #expect(result.exitCode == (item.outcome == .pass ? 0 : item.outcome == .fail ? 1 : 3))
  }

  @Test("a failure says what, where, by how much, on how many, which image, and what to try")
  func message() throws {
    let result = try SmallRecord.result(
      "rules: {r: [error, {metric: drift, abs_max: 2 %, because: Stars matter.}]}",
      ["drift": around(3, spread: 0.5)])
    let entry = try #require(result.rules.first)
    for part in [
      "drift mean 3 % [", "at most 2 % from zero", "all images", "n=10 targets",
      "worst: image-3", "report.html#img=image-3",
    ] { #expect(entry.message.contains(part), "\(part) in \(entry.message)") }
    #expect(entry.worst.map(\.image).count == 3)
    let typical = try #require(entry.typical)
    let values = around(3, spread: 0.5).map(abs).sorted()
    #expect(typical.value == values[values.count / 2 - 1] && typical.link.contains("#img="))
    #expect(entry.because == "Stars matter.")
    #expect(entry.advice?.contains("--strength") == true)
    #expect(entry.place == "gate.yaml:2:9")
  }

  @Test("an interval that spans the limit says how many targets would decide it")
  func power() throws {
    let entry = try #require(
      try SmallRecord.result(
        "rules: {r: [error, {metric: quality, min: 30 dB}]}",
        ["quality": around(30.05, spread: 0.2)]
      ).rules.first)
    #expect(entry.outcome == .inconclusive)
    let needed = try #require(entry.groupsNeeded)
    #expect(needed > 10 && needed < 200)
    #expect(entry.message.contains("about \(needed) targets would decide it, there are 10"))
  }

  @Test("a loss that is certain is told from one that may be chance")
  func certain() throws {
    func message(_ values: [Double]) throws -> String {
      let entry = try #require(
        try SmallRecord.result(
          "rules: {r: [error, {metric: quality, non_inferior: 0.5 dB}]}", ["quality": values],
          baseline: ["quality": [Double](repeating: 30, count: 10)]
        ).rules.first)
      #expect(entry.outcome == .inconclusive)
      return entry.message
    }
    let words = "that it is worse is certain, whether by more than the margin is not"
    #expect(try message(around(29.55, spread: 0.2)).contains(words))
    #expect(try !message(around(29.8, spread: 1)).contains(words))
  }

  @Test("frames of one target are one: six frames of three targets do not pass")
  func groups() throws {
    let rules = "rules: {r: [error, {metric: quality, min: 30 dB}]}"
    let few = try SmallRecord.result(rules, ["quality": around(40)], perTarget: 4)
    #expect(few.rules.first?.groups == 3)
    #expect(few.rules.first?.outcome == .inconclusive)
    #expect(few.exitCode == 3)
    let byImage = try SmallRecord.result(
      "data: {group_by: image}\n" + rules, ["quality": around(40)], perTarget: 4)
    #expect(byImage.rules.first?.outcome == .pass)
  }

  @Test("nothing seen is not nothing: the rule of three bounds it")
  func zero() throws {
    let rules = "rules: {r: [error, {metric: false-stars, max: LIMIT per Mpx}]}"
    func outcome(_ limit: String) throws -> GateEntry? {
      try SmallRecord.result(
        rules.replacing("LIMIT", with: limit), ["false-stars": around(0, spread: 0)]
      ).rules.first
    }
    // Ten megapixels: at most 0.3 a megapixel.
    let entry = try #require(try outcome("0.5"))
    #expect(entry.outcome == .pass)
    #expect(abs((entry.interval?.high ?? 0) - 0.29957) < 1e-4)
    #expect(try outcome("0.1")?.outcome == .inconclusive)
  }

  @Test("Holm's correction takes back a claim that stood alone")
  func holm() throws {
    // p = 0.0187 one-sided: enough for one claim at 0.025, not for two.
    let values = around(30.05, spread: 0.083)
    let base = [Double](repeating: 30, count: 10)
    func outcome(_ rules: String, _ policy: String = "holm") throws -> [Outcome] {
      try SmallRecord.result(
        "statistics: {superiority_correction: \(policy)}\nrules: {\(rules)}",
        ["quality": values, "loss": around(0.5)],
        baseline: ["quality": base, "loss": around(0.5, spread: -0.1)]
      ).rules.map(\.outcome)
    }
    let claim = "a: [error, {metric: quality, superior: 0 dB}]"
    #expect(try outcome(claim) == [.pass])
    let two = claim + ", b: [error, {metric: loss, superior: 0}]"
    #expect(try outcome(two)[0] == .inconclusive)
    #expect(try outcome(two, "none")[0] == .pass)
  }
}
