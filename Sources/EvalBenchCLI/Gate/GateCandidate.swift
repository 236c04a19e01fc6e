import AstroImages
import Checks
import Evaluation
import Foundation
import Gating
import Kernels
import Networks
import Tensors

/// What `--candidate` names, turned into values: a stored run, or a model that is scored now.
struct GateCandidate {
  var record: RunRecord
  var name: String
  var artefactSHA256: String?
  /// The hash of the file that it was compared with.
  var nativeSHA256: String?
  var parity: [String: GateSubject.Parity] = [:]
  var cachedImages = 0
  var isSubset = false
  /// The size of the model's file.
  var megabytes: Double?
  /// The folder of a stored run.
  var folder: String?
  /// What the whole test set is, for a candidate that was scored now.
  var plan: (images: Int, source: String)?
  /// What readers of the verdict must know.
  var notes: [String] = []
  /// What the candidate has learnt from.
  var training = TrainingKnowledge.learnsNothing

  struct Options {
    var name: String?
    var native: String?
    var limit: Int?
    var share: GateShard.Share?
    /// Without one, rules that need it are told before anything is scored.
    var hasBaseline = true
    var threads: Int
    var cache: ResultCache?
    var events: GateEvents
    var isQuiet: Bool
  }

  /// The values of the candidate that is judged.
  func subject() throws -> GateSubject {
    guard var subject = GateSubject(name, in: record) else {
      let known = record.candidates.map(\.name)
      throw UsageError(
        "the run has no candidate '\(name)'; it has \(known.joined(separator: ", "))"
          + NearestName.hint(name, among: known) + "; choose with --name")
    }
    subject.parity = parity
    subject.training = training
    if let megabytes { subject.scalars[.modelMegabytes] = megabytes }
    return subject
  }

  /// The values of the run's candidates, which rules compare with; the judged one's own as well.
  var others: [String: GateSubject] {
    var result: [String: GateSubject] = [:]
    for candidate in record.candidates {
      result[candidate.name] = GateSubject(candidate.name, in: record)
    }
    return result
  }

  /// What was scored elsewhere.
  init(record: RunRecord, name: String) {
    self.record = record
    self.name = name
  }

  /// Reads or scores.
  init(_ path: String, _ configuration: GateConfiguration, _ options: Options) throws {
    if let (folder, record) = try Self.stored(path) {
      try self.init(record: record, folder: folder, name: options.name)
      if options.limit != nil {
        throw UsageError("--limit cuts what a model is scored on; \(path) is scored already")
      }
      if options.share != nil {
        throw UsageError("--shard shares out what a model is scored on; \(path) is scored already")
      }
      return
    }
    try self.init(scoring: path, configuration, options)
  }

  private init(scoring path: String, _ configuration: GateConfiguration, _ options: Options) throws
  {
    let entrant = try Self.entrant(path, name: options.name)
    var entrants = [entrant]
    for name in Self.comparators(configuration) where name != entrant.record.name {
      entrants.append(try Self.entrant(name, name: name))
    }
    if !options.hasBaseline { try configuration.checkGoesWithoutBaseline() }
    var recipes = try GateScenes.recipes(configuration.data.source, threads: options.threads)
    if let limit = options.limit, limit < recipes.count {
      recipes = Array(recipes.prefix(limit))
      isSubset = true
    }
    plan = (recipes.count, "\(configuration.data.source)")
    if let share = options.share {
      recipes = recipes.enumerated().filter { share.holds($0.offset) }.map(\.element)
    }
    let comparison = try Self.parity(configuration, options)
    nativeSHA256 = comparison?.native.sha256
    let scorer = GateScorer(
      threads: options.threads, cache: options.cache, events: options.events,
      isQuiet: options.isQuiet)
    let scores = try scorer.score(
      entrants, on: recipes, parity: comparison,
      title: "evalbench gate",
      commandLine: ["evalbench"] + CommandLine.arguments.dropFirst())
    record = scores.record
    name = entrant.record.name
    parity = scores.parity
    cachedImages = scores.cachedImages
    if case .load(let file) = try CandidateRequest(path) {
      artefactSHA256 = entrant.sha256
      megabytes = Self.megabytes(of: file)
      training = Self.training(ofFile: file)
    }
  }

  /// The filters that rules compare with: a live run makes them itself.
  private static func comparators(_ configuration: GateConfiguration) -> [String] {
    var names: [String] = []
    for rule in configuration.rules where rule.severity != .off {
      for question in rule.questions {
        switch question.criterion {
        case .nonInferior(_, .candidate(let name)), .superior(_, .candidate(let name)),
          .equivalent(_, .candidate(let name)):
          if !names.contains(name) { names.append(name) }
        default: break
        }
      }
    }
    return names
  }

  static func entrant(_ text: String, name: String? = nil) throws -> GateScorer.Entrant {
    let request = try CandidateRequest(text)
    let name = name ?? request.shortName
    switch request {
    case .filter(let filter):
      return GateScorer.Entrant(
        candidate: NamedFilter(name: name, filter: filter),
        record: CandidateRecord(
          name: name, kind: .baseline, specification: filter.specification,
          summary: filter.summary), sha256: filter.specification)
    case .load(let path):
      let model = try Model(path: path)
      let network = try model.network(Shape(1, model.architecture.channels, 64, 64))
      let hash = try SHA256.hexadecimal(ofFile: path)
      return GateScorer.Entrant(
        candidate: NetworkCandidate(name: name, kind: .file, model: model, backend: CPUBackend()),
        record: CandidateRecord(
          name: name, kind: .file, specification: model.architecture.specification,
          summary: "Loaded from \(path).", parameters: network.parameterCount,
          multiplyAccumulatesPerPixel: network.multiplyAccumulates, weightsFile: nil,
          weightsSHA256: hash, normalization: model.normalization.description),
        sha256: hash)
    case .train(_, let specification):
      throw UsageError(
        "--candidate \(specification): names an architecture without weights; give a .safetensors or .onnx file, or the folder of a run"
      )
    }
  }

  /// The comparison that a parity rule asks for, where the file it compares with is named.
  private static func parity(_ configuration: GateConfiguration, _ options: Options) throws
    -> GateScorer.ParityCheck?
  {
    for rule in configuration.rules where rule.severity != .off {
      for question in rule.questions {
        guard case .parity(let tolerance, _, _) = question.criterion,
          let native = options.native ?? configuration.native
        else { continue }
        return GateScorer.ParityCheck(native: try entrant(native), tolerance: tolerance)
      }
    }
    return nil
  }
}
