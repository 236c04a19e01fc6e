internal import Statistics

extension GateConfigurationReader {
  mutating func read(baseline node: ConfigurationNode) {
    let section = node.section(["ref", "missing", "max_age"])
    if let ref = section["ref"] { configuration.baseline.path = ref.text }
    if let missing = section["missing"]?.choice(GateConfiguration.BaselineSettings.Missing.self) {
      configuration.baseline.missing = missing
    }
    guard let age = section["max_age"], let text = age.text else { return }
    guard text.hasSuffix("d"), let days = Int(text.dropLast()), days > 0 else {
      age.complain("'\(age.path)' is '\(text)'; write a number of days, such as 180d")
      return
    }
    configuration.baseline.maximumAgeInDays = days
  }

  mutating func read(data node: ConfigurationNode) {
    let section = node.section([
      "simulated", "frames", "pairs", "group_by", "min_groups", "test_set", "split", "unseen",
    ])
    if let group = section["group_by"]?.choice(GateConfiguration.DataSettings.Group.self) {
      configuration.data.groupBy = group
    }
    if let groups = section["min_groups"]?.integer(in: 2...10_000) {
      configuration.data.minimumGroups = groups
    }
    if let unseen = section["unseen"] {
      unseenNode = unseen
      configuration.data.unseen = unseenFacets(unseen)
    }
    if let hash = section["test_set"] { configuration.data.testSet = hash.text }
    if let split = section["split"], let text = split.text, text != "test" {
      split.complain("'\(split.path)' is '\(text)'; a gate judges the test split, nothing else")
    }
    let sources = ["simulated", "frames", "pairs"].compactMap { section[$0] }
    if sources.count > 1 {
      sources[1].complain("'\(sources[1].path)' and '\(sources[0].path)' exclude each other")
    }
    if let frames = section["frames"]?.text { configuration.data.source = .frames(frames) }
    if let pairs = section["pairs"] {
      let sides = pairs.section(["noisy", "clean"])
      if let noisy = sides["noisy"]?.text, let clean = sides["clean"]?.text {
        configuration.data.source = .pairs(noisy: noisy, clean: clean)
      } else {
        pairs.complain("'\(pairs.path)' needs both 'noisy' and 'clean'")
      }
    }
    if let simulated = section["simulated"] {
      // What is not said stays as an earlier file or flag said it.
      var (targets, size, seed) = (24, 512, UInt64(1))
      if case .simulated(let a, let b, let c) = configuration.data.source {
        (targets, size, seed) = (a, b, c)
      }
      let values = simulated.section(["targets", "size", "seed"])
      configuration.data.source = .simulated(
        targets: values["targets"]?.integer(in: 1...1000) ?? targets,
        size: values["size"]?.integer(in: 128...4096) ?? size,
        seed: values["seed"]?.integer(in: 0...Int.max).map(UInt64.init) ?? seed)
    }
  }

  mutating func read(statistics node: ConfigurationNode) {
    let section = node.section([
      "interval", "level", "resamples", "seed", "superiority_correction", "guardrail_correction",
      "train_seeds",
    ])
    if let method = section["interval"]?.choice(IntervalMethod.self) {
      configuration.statistics.interval = method
    }
    if let level = section["level"]?.number(in: 0.5...0.999) {
      configuration.statistics.level = level
    }
    if let resamples = section["resamples"]?.integer(in: 200...1_000_000) {
      configuration.statistics.resamples = resamples
    }
    if let seed = section["seed"]?.integer(in: 0...Int.max) {
      configuration.statistics.seed = UInt64(seed)
    }
    if let correction = section["superiority_correction"]?
      .choice(GateConfiguration.StatisticsSettings.Correction.self)
    {
      configuration.statistics.superiorityCorrection = correction
    }
    if let guardrail = section["guardrail_correction"], let text = guardrail.text, text != "none" {
      guardrail.complain(
        "'\(guardrail.path)' is '\(text)'; guardrails that must all hold need no correction: write none"
      )
    }
    if let seeds = section["train_seeds"] {
      let values = seeds.section(["min", "pool"])
      if let least = values["min"]?.integer(in: 1...100) {
        configuration.statistics.minimumSeeds = least
      }
      if let pool = values["pool"], let text = pool.text, text != "mean" {
        pool.complain("'\(pool.path)' is '\(text)'; seeds are pooled by their mean")
      }
    }
  }

  mutating func read(policy node: ConfigurationNode) {
    typealias Policy = GateConfiguration.Policy
    let section = node.section(Self.policyKeys)
    if let value = section["on_missing"]?.choice(Policy.Consequence.self) {
      configuration.policy.onMissing = value
    }
    if let value = section["on_inconclusive"]?.choice(Policy.Consequence.self) {
      configuration.policy.onInconclusive = value
    }
    if let value = section["fail_on"]?.choice(Policy.FailOn.self) {
      configuration.policy.failOn = value
    }
    if let value = section["off_needs_reason"]?.flag {
      configuration.policy.offNeedsReason = value
    }
  }
}
