import Foundation

/// Everything that a comparison is asked to do: a preset, changed by a file, changed by flags.
package struct CompareConfiguration: Equatable, Sendable {
  package var preset: Preset
  package var candidates: [String]
  package var baselines = ["identity", "gaussian", "median", "starlet"]
  package var training: TrainingPlanSettings
  package var scenes: SceneSettings
  package var seed: UInt64 = 1
  /// Threads, or 0 for one a core; results do not depend on it.
  package var threads = 0
  package var output: String?
  /// A folder of the user's frames that serve as clean scenes.
  package var data: String?
  /// Folders of real noisy and clean frames that match by name.
  package var pairs: Pairs?

  /// A folder of stacks: real exposures of one field that judge by each other.
  package var stack: String?
  /// Cameras through which every simulated test sky is seen; empty for the usual mixture, `["all"]` for every preset.
  package var cameras: [String] = []
  /// What is known of frames besides their headers.
  package var frames: [FrameProperties] = []
  /// `auto`, `wcs`, `stars`, or the path of a table.
  package var registration: String?

  package struct Pairs: Equatable, Sendable {
    package var noisy: String
    package var clean: String
  }

  package init(preset: Preset) {
    self.preset = preset
    candidates = preset.candidates
    training = preset.training
    scenes = preset.scenes
  }

  /// Reads the `compare` section of a configuration file.
  package init(file: String) throws {
    let text: String
    do {
      text = try String(contentsOfFile: file, encoding: .utf8)
    } catch {
      throw UsageError("\(file): cannot be read; give the path of a YAML file after --config")
    }
    let root = try YAMLSection(file: file, text: text)
    try root.onlyKeys(["schema", "compare", "gate"])
    if let schema = try root.string("schema"), schema != "evalbench/1" {
      throw UsageError("\(file): schema '\(schema)' is not known; this build reads evalbench/1")
    }
    let section = try root.section("compare")
    try section.onlyKeys([
      "preset", "candidates", "baselines", "seed", "threads", "output", "data", "pairs", "stack",
      "registration", "cameras", "frames", "training", "scenes",
    ])
    self.init(preset: try Preset.named(try section.string("preset") ?? "quick"))
    candidates = try section.strings("candidates") ?? candidates
    baselines = try section.strings("baselines") ?? baselines
    seed = try section.integer("seed", in: 0...Int.max).map(UInt64.init) ?? seed
    threads = try section.integer("threads", in: 0...1024) ?? threads
    output = try section.string("output")
    data = try section.string("data")
    stack = try section.string("stack")
    registration = try section.string("registration")
    cameras = try section.strings("cameras") ?? []
    frames = try FrameProperties.read(section)
    let pairs = try section.section("pairs")
    try pairs.onlyKeys(["noisy", "clean"])
    switch (try pairs.string("noisy"), try pairs.string("clean")) {
    case (let noisy?, let clean?): self.pairs = Pairs(noisy: noisy, clean: clean)
    case (nil, nil): break
    default: throw UsageError("\(file): compare.pairs needs both 'noisy' and 'clean'")
    }
    try read(training: try section.section("training"))
    try read(scenes: try section.section("scenes"))
  }

  private mutating func read(training section: YAMLSection) throws {
    try section.onlyKeys([
      "steps", "batch", "micro_batch", "patch", "validate_every", "learning_rate", "loss",
      "normalization",
      "light_conservation", "faint_light",
    ])
    training.steps = try section.integer("steps", in: 1...10_000_000) ?? training.steps
    training.batch = try section.integer("batch", in: 1...1024) ?? training.batch
    training.microBatch = try section.integer("micro_batch", in: 1...1024) ?? training.microBatch
    training.patch = try section.integer("patch", in: 16...1024) ?? training.patch
    training.validateEvery =
      try section.integer("validate_every", in: 1...10_000_000) ?? training.validateEvery
    training.learningRate =
      try section.number("learning_rate", in: 1e-8...1) ?? training.learningRate
    training.loss = try section.string("loss") ?? training.loss
    training.normalization = try section.string("normalization") ?? training.normalization
    training.lightConservation =
      try section.number("light_conservation", in: 0...1000) ?? training.lightConservation
    training.faintLight = try section.number("faint_light", in: 0...1) ?? training.faintLight
  }

  private mutating func read(scenes section: YAMLSection) throws {
    try section.onlyKeys(["training", "training_size", "validation", "test", "size"])
    scenes.training = try section.integer("training", in: 1...100_000) ?? scenes.training
    scenes.trainingSize = try section.integer("training_size", in: 64...4096) ?? scenes.trainingSize
    scenes.validation = try section.integer("validation", in: 1...1000) ?? scenes.validation
    scenes.test = try section.integer("test", in: 1...1000) ?? scenes.test
    scenes.size = try section.integer("size", in: 64...4096) ?? scenes.size
  }

  /// The whole configuration as a file that repeats the run; without the output folder, which changes nothing.
  package var yaml: String {
    func list(_ items: [String]) -> String {
      "[" + items.map(quoted).joined(separator: ", ") + "]"
    }
    var lines = [
      "schema: evalbench/1", "compare:", "  preset: \(preset.name)",
      "  candidates: \(list(candidates))", "  baselines: \(list(baselines))", "  seed: \(seed)",
    ]
    if let data { lines.append("  data: \(quoted(data))") }
    if let stack { lines.append("  stack: \(quoted(stack))") }
    if let registration { lines.append("  registration: \(quoted(registration))") }
    if !cameras.isEmpty { lines.append("  cameras: \(list(cameras))") }
    if !frames.isEmpty {
      lines.append("  frames:")
      for entry in frames { lines += entry.yaml(quoted) }
    }
    if let pairs {
      lines += [
        "  pairs:", "    noisy: \(quoted(pairs.noisy))", "    clean: \(quoted(pairs.clean))",
      ]
    }
    lines += [
      "  training:", "    steps: \(training.steps)", "    batch: \(training.batch)",
    ]
    if let part = training.microBatch { lines.append("    micro_batch: \(part)") }
    lines += [
      "    patch: \(training.patch)", "    validate_every: \(training.validateEvery)",
      "    learning_rate: \(training.learningRate)", "    loss: \(training.loss)",
      "    normalization: \(quoted(training.normalization))",
      "    light_conservation: \(training.lightConservation)",
      "    faint_light: \(training.faintLight)", "  scenes:",
      "    training: \(scenes.training)", "    training_size: \(scenes.trainingSize)",
      "    validation: \(scenes.validation)", "    test: \(scenes.test)",
      "    size: \(scenes.size)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A double-quoted YAML scalar.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x80..<0xA0) ~= scalar.value:
        let hexadecimal = String(scalar.value, radix: 16)
        result += "\\x" + String(repeating: "0", count: 2 - hexadecimal.count) + hexadecimal
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
