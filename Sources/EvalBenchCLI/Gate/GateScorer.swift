import AstroImages
import Checks
import Evaluation
import Foundation
import Gating
import Kernels

/// Scores a model, and what it is compared with, image by image; what is known already comes from the cache.
struct GateScorer {
  let threads: Int
  let cache: ResultCache?
  let events: GateEvents
  let isQuiet: Bool

  /// A denoiser with the hash of what it is made of.
  struct Entrant: Sendable {
    var candidate: any Candidate
    var record: CandidateRecord
    var sha256: String
  }

  struct Scores {
    var record: RunRecord
    var parity: [String: GateSubject.Parity]
    /// Images of the first entrant that were known.
    var cachedImages: Int
  }

  /// How the outputs of two files of one network are compared.
  struct ParityCheck: Sendable {
    var native: Entrant
    var tolerance: Double
  }

  /// - Parameter entrants: the first is the one that is judged.
  func score(
    _ entrants: [Entrant], on recipes: [GateScenes.Recipe], parity: ParityCheck?, title: String,
    commandLine: [String]
  ) throws -> Scores {
    let progress = isQuiet ? nil : Progress("scoring")
    var rows: [RunRecord.Row] = []
    var scenes: [SceneRecord] = []
    var hashes: [Provenance.NamedHash] = []
    var found: [String: GateSubject.Parity] = [:]
    var (cached, seconds, megapixels) = (0, 0.0, 0.0)
    let startedAt = Date()
    for (index, recipe) in recipes.enumerated() {
      try checkInterruption()
      let judged = try recipe.make()
      let pixels = Self.hash(judged.scene)
      scenes.append(judged.record)
      hashes.append(
        .init(name: "input/" + judged.record.name, sha256: Judge.hash(judged.scene.noisy)))
      for (slot, entrant) in entrants.enumerated() {
        try checkInterruption()
        let isJudged = slot == 0
        let (entry, isCached) = try entry(
          entrant, judged, pixels: pixels, parity: isJudged ? parity : nil)
        rows += entry.rows.map { row in
          var row = row
          row.candidate = entrant.record.name
          return row
        }
        guard isJudged else { continue }
        if isCached { cached += 1 }
        seconds += entry.seconds
        megapixels += Double(judged.scene.noisy.pixelCount) / 1e6
        if let parity = entry.parity {
          found[judged.record.name] = .init(
            exceedingPercent: parity.exceedingPercent, largest: parity.largest)
        }
        events.imageComplete(
          entrant.record.name, image: judged.record.name, done: index + 1, of: recipes.count,
          isCached: isCached)
      }
      progress?.update(index + 1, recipes.count, judged.record.name)
    }
    progress?.finish("\(recipes.count) images, \(cached) of them from the cache")
    var records = entrants.map(\.record)
    if megapixels > 0 { records[0].secondsPerMegapixel = seconds / megapixels }
    var provenance = ProvenanceCollector.collect(
      startedAt: startedAt, commandLine: commandLine,
      configuration: CompareConfiguration(preset: .smoke), threads: threads, data: hashes)
    // What was scored is the gate's to say, not a comparison's.
    provenance.configuration = ""
    let record = RunRecord(
      title: title, preset: "gate", verdict: [], winner: nil, provenance: provenance,
      checks: Checks.all.map(\.metadata), candidates: records, scenes: scenes, rows: rows, crops: []
    )
    return Scores(record: record, parity: found, cachedImages: cached)
  }

  private func checkInterruption() throws {
    guard Interruption.isRequested else { return }
    throw Interrupted(
      description: cache.map {
        "interrupted; the images that were scored are kept in \($0.folder), the same command goes on"
      } ?? "interrupted; with --no-cache nothing is kept")
  }

  /// The rows of one denoiser on one image, from the cache or made and kept at once.
  private func entry(
    _ entrant: Entrant, _ judged: JudgedScene, pixels: String, parity: ParityCheck?
  ) throws -> (ResultCache.Entry, isCached: Bool) {
    let ingredients = ResultCache.Ingredients(
      model: "\(entrant.record.specification) \(entrant.sha256)", image: pixels,
      checks: Self.checks, engine: cache == nil ? "" : ResultCache.engine,
      parity: parity.map { "\($0.native.sha256) \($0.tolerance)" })
    if let known = cache?.entry(ingredients) { return (known, true) }
    let clock = ContinuousClock()
    let started = clock.now
    let output: AstroImage
    do {
      output = try entrant.candidate.denoise(judged.scene.noisy)
    } catch {
      // A model that cannot run is no bad model: it could not be judged.
      throw RunError("\(entrant.record.name) failed on \(judged.record.name): \(error)")
    }
    let spent = seconds(clock.now - started)
    let rows = measured(output, of: entrant.candidate, judged.scene).map { check, outcome in
      RunRecord.Row(
        candidate: entrant.record.name, seed: 1, scene: judged.record.name, split: .test,
        check: check, outcome: outcome)
    }
    let compared = try parity.map { try compare(output, $0, judged.scene) }
    let entry = try ResultCache.Entry(
      ingredients, image: judged.record.name, rows: rows, parity: compared, seconds: spent)
    try cache?.keep(entry)
    return (entry, false)
  }

  /// All checks of one output, on all threads.
  private func measured(
    _ output: AstroImage, of candidate: any Candidate, _ scene: EvaluationScene
  ) -> [Runner.Row] {
    Runner.rows(
      denoised: output, scene: scene, checks: Checks.all, threads: Parallel.threads,
      denoiser: { try candidate.denoise($0) })
  }

  private func compare(_ output: AstroImage, _ parity: ParityCheck, _ scene: EvaluationScene)
    throws -> ResultCache.Parity
  {
    let native = try parity.native.candidate.denoise(scene.noisy)
    var (exceeding, largest, count) = (0, 0.0, 0)
    for plane in scene.noisy.lightPlanes {
      let values = scene.noisy.planes[plane].filter(\.isFinite)
      let range = Double((values.max() ?? 1) - (values.min() ?? 0))
      for (a, b) in zip(output.planes[plane], native.planes[plane]) {
        count += 1
        if a == b || (a.isNaN && b.isNaN) { continue }
        let difference = abs(Double(a) - Double(b)) / max(range, 1e-30)
        // One of them is no number: as different as can be.
        let size = difference.isFinite ? difference : 1e30
        if size > parity.tolerance { exceeding += 1 }
        largest = max(largest, size)
      }
    }
    return .init(
      exceedingPercent: 100 * Double(exceeding) / Double(max(count, 1)), largest: largest)
  }

  /// What the figures of a scene depend on.
  private static func hash(_ scene: EvaluationScene) -> String {
    let parts = [
      scene.name, Judge.hash(scene.noisy), scene.reference.map(Judge.hash) ?? "-",
      scene.secondNoisy.map(Judge.hash) ?? "-", "\(scene.pointSpreadFWHM)", "\(scene.fullScale)",
      "\(scene.catalogue?.sources.count ?? -1)",
    ]
    return SHA256.hexadecimal(of: parts.joined(separator: "\n"))
  }

  private static let checks = Checks.all.map { MetricCatalogue.signature(of: $0.metadata) }
    .joined(separator: "\n")
}
