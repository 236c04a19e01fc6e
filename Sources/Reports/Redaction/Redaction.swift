package import Evaluation
private import Foundation

/// Takes out of a run what tells where and by whom it was made: paths, names of files, machines and people, places on the sky.
///
/// What a user's frames, targets and models are called becomes a number, the same one everywhere; simulated skies and built-in
/// candidates keep their names. Free text is searched for those names, for paths and files, and for coordinates.
package struct Redaction {
  /// What is shown in place of a name, by the name.
  private var names: [String: String] = [:]
  private let words: RedactedWords

  package init(_ records: [RunRecord], gate: GateDocument? = nil) {
    var names: [String: String] = [:]
    func hide(_ name: String, as kind: String, _ count: inout Int) {
      guard names[name] == nil, !name.isEmpty else { return }
      count += 1
      names[name] = "\(kind) \(count)"
    }
    var (scenes, targets, models) = (0, 0, 0)
    let simulated = Set(
      records.flatMap(\.scenes).filter { $0.origin == "simulated" }.flatMap {
        [$0.name, $0.target]
      }
    )
    for record in records {
      for scene in record.scenes where !simulated.contains(scene.name) {
        hide(scene.name, as: "scene", &scenes)
        hide(scene.target, as: "target", &targets)
      }
      for candidate in record.candidates where candidate.kind == .file {
        hide(candidate.name, as: "model", &models)
      }
    }
    for image in gate?.images ?? [] where !simulated.contains(image.name) {
      hide(image.name, as: "scene", &scenes)
    }
    // Folders are spoken of in sentences: `12 frames from night-1 are taken as clean`.
    for folder in records.flatMap({ Self.folders($0.provenance) }) {
      names["from \(folder)"] = "from [path]"
      if folder.contains("/") { names[folder] = "[path]" }
    }
    let known = Set(records.flatMap(\.candidates).filter { $0.kind != .file }.map(\.name))
    for party in [gate?.candidate, gate?.baseline].compactMap({ $0?.name })
    where !known.contains(party) {
      hide(party, as: "model", &models)
    }
    self.names = names
    words = RedactedWords(names)
  }

  /// What the command line and the configuration call the user's folders and files.
  private static func folders(_ provenance: Provenance) -> [String] {
    let options: Set = ["--data", "--pairs", "--stack", "--output", "--config", "--registration"]
    let line = provenance.commandLine
    let given = line.indices.dropFirst().filter { place in
      guard !line[place].hasPrefix("-") else { return false }
      let option = line[..<place].last { $0.hasPrefix("-") }
      return line[place].contains("/") || option.map(options.contains) ?? false
    }.map { line[$0] }
    let configured = provenance.configuration
      .matches(of: /(?m)^\s*(?:data|stack|noisy|clean|registration):\s*["']?([^"'\n]+?)["']?\s*$/)
      .map { String($0.output.1) }
    return (given + configured).filter { Double($0) == nil && !$0.isEmpty }
  }

  /// A name as it may be shown.
  private func name(_ text: String) -> String { names[text] ?? text }

  /// A run without what gives it away.
  package func redacted(_ record: RunRecord) -> RunRecord {
    var words = words
    var result = record
    result.title = words.redacted(record.title)
    result.verdict = record.verdict.map { words.redacted($0) }
    result.winner?.candidate = name(record.winner?.candidate ?? "")
    result.winner?.reason = words.redacted(record.winner?.reason ?? "")
    result.provenance = provenance(record.provenance)
    result.candidates = record.candidates.map { candidate($0, &words) }
    result.scenes = record.scenes.map { scene($0, &words) }
    for index in result.rows.indices {
      result.rows[index].candidate = name(record.rows[index].candidate)
      result.rows[index].scene = name(record.rows[index].scene)
      result.rows[index].reason = record.rows[index].reason.map { words.redacted($0) }
    }
    result.crops = record.crops.map { crop($0, &words) }
    for index in (result.slices ?? []).indices {
      result.slices?[index].scenes = record.slices?[index].scenes.map(name) ?? []
      result.slices?[index].value = words.redacted(record.slices?[index].value ?? "")
    }
    for index in (result.worstSlices ?? []).indices {
      result.worstSlices?[index].candidate = name(record.worstSlices?[index].candidate ?? "")
      result.worstSlices?[index].value = words.redacted(record.worstSlices?[index].value ?? "")
    }
    for index in (result.previews ?? []).indices {
      result.previews?[index].scene = name(record.previews?[index].scene ?? "")
    }
    for index in (result.profiles ?? []).indices {
      result.profiles?[index].scene = name(record.profiles?[index].scene ?? "")
      result.profiles?[index].candidate = name(record.profiles?[index].candidate ?? "")
    }
    for index in (result.errorProfiles ?? []).indices {
      result.errorProfiles?[index].scene = name(record.errorProfiles?[index].scene ?? "")
      result.errorProfiles?[index].candidate = name(record.errorProfiles?[index].candidate ?? "")
    }
    result.stars?.scenes = record.stars?.scenes.map(name) ?? []
    for index in (result.stars?.columns ?? []).indices {
      result.stars?.columns[index].candidate = record.stars?.columns[index].candidate.map(name)
    }
    for index in (result.planeNoise ?? []).indices {
      result.planeNoise?[index].scene = name(record.planeNoise?[index].scene ?? "")
      result.planeNoise?[index].candidate = name(record.planeNoise?[index].candidate ?? "")
    }
    return result
  }

  /// Options stay, what they were given goes, but for numbers; so do hashes, which a file can be told by.
  private func provenance(_ provenance: Provenance) -> Provenance {
    var result = provenance
    let line = provenance.commandLine
    result.commandLine = line.enumerated().map { place, word in
      if place == 0 { return "evalbench" }
      if word.hasPrefix("-") { return word.firstIndex(of: "=").map { word[..<$0] + "=…" } ?? word }
      let isOwn = place == 1 || Double(word) != nil || line[place - 1] == "--preset"
      return isOwn ? word : "…"
    }
    result.configuration = "# left out"
    result.data = provenance.data.indices.map {
      Provenance.NamedHash(name: "file \($0 + 1)", sha256: "left out")
    }
    return result
  }

  private func candidate(
    _ candidate: CandidateRecord, _ words: inout RedactedWords
  ) -> CandidateRecord {
    var result = candidate
    result.name = name(candidate.name)
    result.specification = words.redacted(candidate.specification)
    result.summary = words.redacted(candidate.summary)
    if candidate.kind == .file { (result.weightsFile, result.weightsSHA256) = (nil, nil) }
    return result
  }

  private func scene(_ scene: SceneRecord, _ words: inout RedactedWords) -> SceneRecord {
    var result = scene
    (result.name, result.target) = (name(scene.name), name(scene.target))
    result.sha256 = nil
    result.notes = scene.notes.map { words.redacted($0) }
    return result
  }

  private func crop(_ crop: CropSet, _ words: inout RedactedWords) -> CropSet {
    var result = crop
    result.scene = name(crop.scene)
    result.reason = words.redacted(crop.reason)
    result.sky = nil
    for index in (result.worst ?? []).indices {
      result.worst?[index].candidate = name(crop.worst?[index].candidate ?? "")
    }
    for index in result.panels.indices {
      result.panels[index].candidate = crop.panels[index].candidate.map(name)
    }
    for index in (result.pixels?.layers ?? []).indices {
      result.pixels?.layers[index].candidate = crop.pixels?.layers[index].candidate.map(name)
    }
    result.stars = crop.stars?.map { star in
      var star = star
      for index in star.renditions.indices {
        star.renditions[index].candidate = name(star.renditions[index].candidate)
      }
      return star
    }
    return result
  }

  /// A gate's result without what gives it away.
  package func redacted(_ gate: GateDocument) -> GateDocument {
    var words = words
    var result = gate
    result.source = nil
    result.candidate = .init(name: name(gate.candidate.name))
    result.baseline = gate.baseline.map { .init(name: name($0.name)) }
    result.configuration = words.redacted(gate.configuration)
    result.testSetSHA256 = ""
    result.images = gate.images.map { .init(name: name($0.name)) }
    result.notes = gate.notes.map { words.redacted($0) }
    result.rules = gate.rules.map { rule in
      var rule = rule
      rule.slice = rule.slice.mapValues { words.redacted($0) }
      rule.limit = words.redacted(rule.limit)
      rule.worst = rule.worst.map { .init(image: name($0.image), value: $0.value) }
      rule.typical = rule.typical.map { .init(image: name($0.image), value: $0.value) }
      rule.message = words.redacted(rule.message)
      rule.because = rule.because.map { words.redacted($0) }
      rule.advice = rule.advice.map { words.redacted($0) }
      rule.waiver = rule.waiver.map {
        .init(reason: words.redacted($0.reason), owner: "left out", expires: $0.expires)
      }
      rule.place = words.redacted(rule.place)
      return rule
    }
    return result
  }
}
