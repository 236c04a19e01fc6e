import Gating
import Testing

@Suite("The gate's configuration")
struct GateConfigurationTests {
  /// A mistake, where it must be found, and what must be said.
  struct Mistake: CustomTestStringConvertible, Sendable {
    var text: String
    var place: String
    var message: String
    var testDescription: String { message }
    init(_ text: String, _ place: String, _ message: String) {
      (self.text, self.place, self.message) = (text, place, message)
    }
  }

  static let mistakes = [
    Mistake("polcy: {fail_on: warn}", "2:1", "did you mean 'policy'?"),
    Mistake("policy: {fail_onn: warn}", "2:10", "did you mean 'fail_on'?"),
    Mistake("policy: {fail_on: warning}", "2:19", "did you mean 'warn'?"),
    Mistake("extends: preset:relese", "2:10", "did you mean 'preset:release'?"),
    Mistake("extends: nowhere.yaml", "2:10", "no such file"),
    Mistake("rules:\n  q: [error, {metric: qualty, min: 3}]", "3:23", "did you mean 'quality'?"),
    Mistake("rules:\n  q: [error, {metric: quality, mn: 3}]", "3:32", "did you mean 'min'?"),
    Mistake("rules:\n  q: [eror, {metric: quality, min: 3}]", "3:7", "did you mean 'error'?"),
    Mistake(
      "rules:\n  q: [error, {metric: quality, min: 3 mag}]", "3:37", "quality has the unit dB"),
    Mistake("rules:\n  q: [error, {metric: quality, min: many}]", "3:37", "must be a number"),
    Mistake("rules:\n  q: [error, {metric: quality, max: 3}]", "3:37", "did you mean 'min'?"),
    Mistake("rules:\n  q: [error, {metric: loss, min: 3}]", "3:34", "did you mean 'max'?"),
    Mistake("rules:\n  q: [error, {metric: drift, between: [3, 1]}]", "3:39", "no value can pass"),
    Mistake("rules:\n  q: [error, {metric: drift, min: 3, max: 1}]", "3:35", "no value can pass"),
    Mistake("rules:\n  q: [error, {metric: quality, non_inferior: -1}]", "3:46", "not negative"),
    Mistake("rules:\n  q: [error, {metric: quality, equivalent: 1}]", "3:44", "no best value"),
    Mistake("rules:\n  q: [error, {metric: quality, margin: 1}]", "3:40", "superior_to"),
    Mistake(
      "rules:\n  q: [error, {metric: quality, regressed_by: 1}]", "3:46", "max_regressed_fraction"),
    Mistake("rules:\n  q: [error, {metric: quality}]", "3:3", "asks nothing"),
    Mistake("rules:\n  q: [error, {min: 3}]", "3:3", "needs a 'metric'"),
    Mistake(
      "rules:\n  q: [error, {metric: parameters, zero: true}]", "3:3", "one figure of the candidate"
    ),
    Mistake(
      "rules:\n  q: [error, {metric: loss, max: 0.1, warn: {max: 0.2}}]", "3:45", "never be heard"),
    Mistake("rules:\n  q: [error, {metric: loss, max: 0.1, max: 0.2}]", "3:29", "given twice"),
    Mistake("slices: [{by: senor}]", "2:15", "did you mean 'sensor'?"),
    Mistake("slices: [{by: sensor, rules: [q]}]", "2:31", "there is no rule 'q'"),
    Mistake(
      "waivers: [{rule: q, reason: r, owner: o, expires: 2027-02-30}]", "2:18", "there is no rule"),
    Mistake("statistics: {level: 95}", "2:21", "from 0.5 to 0.999"),
    Mistake("statistics: {guardrail_correction: holm}", "2:36", "need no correction"),
    Mistake("data: {split: validation}", "2:15", "judges the test split"),
    Mistake("baseline: {max_age: soon}", "2:21", "180d"),
    Mistake("baseline: {reff: x}", "2:12", "did you mean 'ref'?"),
    Mistake("data: {simulated: {target: 3}}", "2:20", "did you mean 'targets'?"),
    Mistake("data: {pairs: {noisy: a, claen: b}}", "2:26", "did you mean 'clean'?"),
    Mistake("data: {unsen: [target]}", "2:8", "did you mean 'unseen'?"),
    Mistake("data: {unseen: [target, senor]}", "2:25", "did you mean 'sensor'?"),
    Mistake("data: {unseen: scene}", "2:16", "training is known by target, sensor, filter"),
    Mistake("statistics: {train_seeds: {mni: 3}}", "2:28", "did you mean 'min'?"),
    Mistake("rules:\n  q: [error, {kind: unsen}]", "3:21", "did you mean 'unseen'?"),
    Mistake(
      "rules:\n  q: [error, {kind: unseen, max: 1}]", "3:34", "does not belong to a rule of kind"),
    Mistake(
      "rules:\n  q: [error, {metric: loss, max: 0.1, warn: {mx: 0.05}}]", "3:46",
      "did you mean 'max'?"),
    Mistake(
      "rules:\n  q: [error, {metric: loss, max: 1, only_if: {senor: a}}]", "3:47",
      "did you mean 'sensor'?"),
    Mistake(
      "rules:\n  q: [error, {metric: loss, bins: snr, max: 1}]", "3:35",
      "loss is not measured in ranges; those that are: centroid-shift"),
    Mistake(
      "rules:\n  q: [error, {metric: star-loss, bins: snrr, max: 1}]", "3:40",
      "did you mean 'snr'?"),
    Mistake(
      "rules:\n  q: [error, {metric: star-loss, bins: snr, max: {5-11: 0.1}}]", "3:51",
      "did you mean '5-10'?"),
    Mistake(
      "rules:\n  q: [error, {metric: star-loss, bins: snr, max: {5-10: 1 dB}}]", "3:57",
      "star-loss has the unit fraction"),
    Mistake(
      "rules:\n  q: [error, {metric: star-loss, bins: snr, min: {20+: 0.1}}]", "3:56",
      "did you mean 'max'?"),
    Mistake(
      "rules:\n  q: [error, {metric: star-loss, max: {5-10: 0.1}}]", "3:39",
      "say of what with bins: snr"),
    Mistake(
      "rules:\n  q: [error, {metric: star-loss, bins: snr, part: x, max: 1}]", "3:51",
      "exclude each other"),
    Mistake(
      "rules:\n  q: [error, {metric: star-loss, bins: snr, max: 0.1, warn: {max: {20+: 0.2}}}]",
      "3:61", "never be heard"),
    Mistake(
      "slices: [{by: sensor, max_gap: {metric: loss, mx: 1}}]", "2:47", "did you mean 'max'?"),
    Mistake("waivers: [{rul: q}]", "2:12", "did you mean 'rule'?"),
    Mistake("rules: [", "3:1", "not valid YAML"),
  ]

  @Test("a mistake is named with its place and the nearest right name", arguments: mistakes)
  func mistake(_ item: Mistake) {
    let error = #expect(throws: ConfigurationProblems.self) {
      try SmallRecord.configuration(item.text)
    }
    let text = error?.description ?? ""
    #expect(text.contains("gate.yaml:\(item.place): "), "\(text)")
    #expect(text.contains(item.message), "\(text)")
  }

  @Test("all mistakes are told at once")
  func several() {
    let error = #expect(throws: ConfigurationProblems.self) {
      try SmallRecord.configuration(
        "polcy: 1\nrules:\n  a: [error, {metric: x, min: 1}]\n  b: [eror, {metric: loss, max: 1}]")
    }
    #expect(error?.problems.count == 3)
  }

  @Test(
    "a day that does not exist is refused",
    arguments: ["2027-02-29", "2027-13-01", "soon", "2027-1-1"])
  func day(_ text: String) throws {
    #expect(Day(text) == nil)
    #expect(Day("2028-02-29")?.description == "2028-02-29")
    #expect(Day("1970-01-01")?.number == 0)
    #expect(Day("2026-11-22")?.number == 20779)
  }

  @Test("the schema comes first and must be known")
  func schema() {
    for text in ["rules: {}", "schema: evalbench.gate/2", "schema: evalbench/1", "", "- a"] {
      #expect(throws: ConfigurationProblems.self) {
        try GateConfiguration(text: text, file: "g", catalogue: SmallRecord.catalogue)
      }
    }
    #expect(throws: Never.self) {
      try GateConfiguration(
        text: "schema: evalbench/1\ncompare: {}\ngate: {rules: {}}", file: "g",
        catalogue: SmallRecord.catalogue)
    }
  }

  @Test("what extends keeps, changes and switches off rules by their names")
  func extending() throws {
    let base =
      "rules:\n  a: [error, {metric: quality, min: 3, because: why}]\n  b: [warn, {metric: loss, max: 1}]\n"
    let configuration = try SmallRecord.configuration(base)
    #expect(configuration.rules.map(\.id) == ["a", "b"])
    let overridden = try GateConfiguration(
      text: "schema: evalbench.gate/1\n" + base, file: "g", catalogue: SmallRecord.catalogue,
      overrides: [.init("rules.a.min=7", origin: "--set"), .init("rules.b=off", origin: "--set")])
    #expect(overridden.rules[0].questions.first?.criterion == .minimum(7))
    #expect(overridden.rules[0].because == "why")
    #expect(overridden.rules[1].severity == .off)
  }

  @Test("the environment and --set win over the file, and their mistakes name them")
  func overrides() throws {
    let environment = ["EVALBENCH_GATE__FAIL_ON": "warn", "EVALBENCH_GATE__DATA__MIN_GROUPS": "5"]
    let configuration = try GateConfiguration(
      text: "schema: evalbench.gate/1\npolicy: {fail_on: error}", file: "g",
      catalogue: SmallRecord.catalogue, overrides: GateConfiguration.Override.from(environment))
    #expect(configuration.policy.failOn == .warn)
    #expect(configuration.data.minimumGroups == 5)
    let twice = try GateConfiguration(
      text: "schema: evalbench.gate/1", file: "g", catalogue: SmallRecord.catalogue,
      overrides: [
        .init("data.simulated.targets=7", origin: "--set"),
        .init("data.simulated.size=256", origin: "--set"),
      ])
    #expect(twice.data.source == .simulated(targets: 7, size: 256, seed: 1))
    let error = #expect(throws: ConfigurationProblems.self) {
      try GateConfiguration(
        text: "schema: evalbench.gate/1", file: "g", catalogue: SmallRecord.catalogue,
        overrides: [.init("policy.fail_onn=warn", origin: "--set")])
    }
    #expect(error?.description.contains("--set") == true)
    #expect(throws: ConfigurationProblems.self) {
      try GateConfiguration.Override("nonsense", origin: "--set")
    }
  }

  @Test("a rule that is off needs a reason where the policy says so")
  func reasons() throws {
    let policy =
      "policy: {off_needs_reason: true}\nrules: {a: [off, {metric: loss, max: 1 REASON}]}"
    #expect(throws: ConfigurationProblems.self) {
      try SmallRecord.configuration(policy.replacing("REASON", with: ""))
    }
    #expect(throws: Never.self) {
      try SmallRecord.configuration(policy.replacing(" REASON", with: ", reason: flaky"))
    }
  }
}
