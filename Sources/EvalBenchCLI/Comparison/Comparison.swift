import AstroImages
import Checks
import Evaluation
import Foundation
import Networks
import Tensors
import Training

/// One run of `evalbench compare`, from configuration to report.
struct Comparison {
  let configuration: CompareConfiguration
  let commandLine: [String]
  let threads: Int
  let backend: any Backend
  let run: RunFolder

  /// A candidate that is ready to be judged.
  struct Entry: Sendable {
    var candidate: any Candidate
    var record: CandidateRecord
    var model: Model?
  }

  /// Does everything; returns the run's record.
  func perform() throws -> RunRecord {
    let startedAt = Date()
    let asked = try configuration.candidates.map { try CandidateRequest($0) }
    let filters = Set(asked.compactMap(\.filterSpecification))
    // A filter that is a candidate is no baseline of its own.
    let requests =
      asked
      + (try configuration.baselines.map { try CandidateRequest($0) }.filter {
        !filters.contains($0.filterSpecification ?? "")
      })
    let names = CandidateRequest.uniqueNames(requests.map(\.shortName))
    let frames = try makeFrames()
    for note in frames.notes { Console.note("note: \(note)") }
    var entries: [Entry] = []
    var failures: [String] = []
    for (request, name) in zip(requests, names) {
      do {
        entries.append(try prepare(request, name: name, frames: frames))
      } catch let error as TrainingError where error.isDivergence {
        // The others are still worth comparing; the report says what is missing and why.
        failures.append("\(name) could not be trained and is left out: \(error)")
        Console.note("warning: \(failures[failures.count - 1])")
      }
    }
    let stacks = try configuration.stack.map {
      try StackFrames.stacks($0, registration: configuration.registration, threads: threads)
    }
    let stackNotes = stacks?.notes ?? []
    for note in stackNotes { Console.note("note: \(note)") }
    let judged = frames.validation + frames.test
    let judge = Judge(threads: threads, seed: configuration.seed, folder: run)
    var outcome = try judge.judge(entries, on: judged)
    entries = outcome.entries
    var scenes = judged.map(\.record)
    var leftOut: [String] = []
    if let stacks {
      let found = try StackJudge(judge: judge, settings: configuration.scenes, threads: threads)
        .judge(entries, on: stacks.stacks)
      outcome.rows += StackRecord.missing(outcome.rows) + found.rows
      outcome.crops += found.crops
      outcome.previews += found.previews
      outcome.stars = found.stars
      outcome.inputHashes += found.inputHashes
      scenes += found.scenes
      leftOut = found.notes
      for slot in entries.indices { entries[slot].record.secondsPerMegapixel = found.cost[slot] }
    }
    let winner = Winner.choose(entries, rows: outcome.rows)
    var winnerRecord: RunRecord.Winner?
    if let winner, let entry = entries.first(where: { $0.record.name == winner.candidate }) {
      winnerRecord = try Export.write(entry, reason: winner.reason, to: run)
    }
    scenes = scenes.map { FrameProperties.apply(configuration.frames, to: $0) }
    var record = RunRecord(
      title: "evalbench compare, preset \(configuration.preset.name)",
      preset: configuration.preset.name,
      verdict: (stacks == nil
        ? Verdict.sentences(entries: entries, rows: outcome.rows, winner: winnerRecord)
        : StackVerdict.sentences(entries: entries, rows: outcome.rows, winner: winnerRecord))
        + failures + frames.notes + stackNotes + leftOut,
      winner: winnerRecord,
      provenance: ProvenanceCollector.collect(
        startedAt: startedAt, commandLine: commandLine, configuration: configuration,
        threads: threads, data: frames.hashes + (stacks?.hashes ?? []) + outcome.inputHashes),
      checks: stacks == nil ? Checks.all.map(\.metadata) : StackRecord.checks,
      candidates: entries.map(\.record), scenes: scenes, rows: outcome.rows, crops: outcome.crops)
    record.previews = outcome.previews
    record.profiles = outcome.profiles
    record.errorProfiles = outcome.errorProfiles
    record.planeNoise = outcome.planeNoise
    record.stars = try outcome.stars.write(to: run, candidates: entries.map(\.record.name))
    if entries.contains(where: { $0.record.training != nil }) {
      record.trainedOn = frames.trainedOn
    }
    record.slices = RunRecord.slices(of: record.scenes)
    record.worstSlices = record.worstSlices(record.slices ?? [])
    record.verdict.insert(
      contentsOf: SliceVerdict.sentences(record),
      at: record.verdict.count - failures.count - frames.notes.count - stackNotes.count
        - leftOut.count)
    try run.write(record)
    if !(record.slices ?? []).isEmpty {
      try AtomicFile.write(SliceVerdict.csv(record), to: run.path + "/slices.csv")
    }
    return record
  }

  private func makeFrames() throws -> ComparisonFrames {
    let progress = Progress("frames")
    let (settings, seed) = (configuration.scenes, configuration.seed)
    let frames: ComparisonFrames
    if let folder = configuration.data {
      frames = try UserFrames.frames(folder, settings: settings, seed: seed, threads: threads)
    } else if let pairs = configuration.pairs {
      frames = try PairFrames.frames(pairs, settings: settings, seed: seed, threads: threads)
    } else {
      frames = ComparisonFrames(
        training: try SimulatedFrames.training(settings, seed: seed, threads: threads),
        trainingValidation: try SimulatedFrames.trainingValidation(
          settings, seed: seed, threads: threads),
        validation: try SimulatedFrames.judged(
          .validation, count: settings.validation, size: settings.size, seed: seed,
          threads: threads),
        // Stacks judge instead of simulated skies, where there are any.
        test: configuration.stack != nil
          ? []
          : !configuration.cameras.isEmpty
            ? try SimulatedFrames.matrix(
              try SimulatedFrames.cameras(configuration.cameras), count: settings.test,
              size: settings.size, seed: seed, threads: threads)
            : try SimulatedFrames.judged(
              .test, count: settings.test, size: settings.size, seed: seed, threads: threads),
        notes: [], hashes: [])
    }
    progress.finish(
      "\(frames.training.count) to learn from, \(frames.validation.count) to choose by, \(frames.test.count) to judge on"
    )
    return frames
  }

  /// Trains, loads, or makes one candidate.
  private func prepare(
    _ request: CandidateRequest, name: String, frames: ComparisonFrames
  ) throws -> Entry {
    switch request {
    case .filter(let filter):
      return Entry(
        candidate: NamedFilter(name: name, filter: filter),
        record: CandidateRecord(
          name: name, kind: .baseline, specification: filter.specification,
          summary: filter.summary))
    case .load(let path):
      let model = try Model(path: path)
      return try entry(
        model, name: name, kind: .file, summary: "Loaded from \(path).", training: nil,
        metadata: model.metadata.map { ($0.key, $0.value) })
    case .train(let architecture, _):
      let normalization = try Normalization(configuration.training.normalization)
      let job = TrainingJob(
        name: name, architecture: architecture, normalization: normalization,
        settings: configuration.training.settings(seed: configuration.seed),
        folder: try run.folder("training/\(name)"), backend: backend)
      let result = try job.run(
        training: frames.training, validation: frames.trainingValidation)
      return try entry(
        result.model, name: name, kind: .network,
        summary: summary(of: result.history, frames.training.count), training: result.history,
        metadata: result.model.fileMetadata(training: job.settings.signature))
    }
  }

  private func summary(
    of training: CandidateRecord.TrainingCurve, _ frames: Int
  ) -> String {
    let plan = configuration.training
    let source =
      configuration.data != nil
      ? "frames, simulated skies and the user's"
      : configuration.pairs != nil
        ? "frames, the user's pairs or simulated skies" : "simulated skies"
    return
      "Trained here for \(training.steps) steps of \(plan.batch) patches of \(plan.patch) x \(plan.patch) pixels from \(frames) \(source)."
  }

  private func entry(
    _ model: Model, name: String, kind: CandidateKind, summary: String,
    training: CandidateRecord.TrainingCurve?, metadata: [(String, String)]
  ) throws -> Entry {
    let file = "models/\(name).safetensors"
    _ = try run.folder("models")
    try SafeTensors.write(
      model.weights,
      metadata: Dictionary(metadata) { first, _ in first }, to: run.path + "/" + file)
    let network = try model.network(.init(1, model.architecture.channels, 64, 64))
    return Entry(
      candidate: NetworkCandidate(name: name, kind: kind, model: model, backend: backend),
      record: CandidateRecord(
        name: name, kind: kind, specification: model.architecture.specification,
        summary: summary, parameters: network.parameterCount,
        multiplyAccumulatesPerPixel: network.multiplyAccumulates, weightsFile: file,
        weightsSHA256: try SHA256.hexadecimal(ofFile: run.path + "/" + file),
        normalization: model.normalization.description, training: training),
      model: model)
  }
}
