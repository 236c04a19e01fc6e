/// Everything that a comparison learned: the only thing that a report or a gate reads.
///
/// Written as `compare.json`. Paths in it are relative to the run's folder.
public struct RunRecord: Codable, Equatable, Sendable {
  public static let currentSchema = "evalbench.compare/1"

  public var schema: String
  public var title: String
  public var preset: String
  /// The one-sentence results, most important first, in plain words.
  public var verdict: [String]
  public var winner: Winner?
  public var provenance: Provenance
  public var checks: [CheckMetadata]
  public var candidates: [CandidateRecord]
  public var scenes: [SceneRecord]
  public var rows: [Row]
  public var crops: [CropSet]
  /// Which test frames share a sensor, a filter, a kind and so on; absent in records of older builds.
  public var slices: [FrameSlice]?
  /// Where each candidate is worst by each check; absent in records of older builds.
  public var worstSlices: [WorstSlice]?
  /// The frames that crops were cut from; absent in records of older builds.
  public var previews: [FramePreview]?
  /// What candidates did to the background of the test scenes; absent in records of older builds.
  public var profiles: [BackgroundProfile]?
  /// Where in the test scenes candidates err most; absent in records of older builds.
  public var errorProfiles: [ErrorProfile]?
  /// The noise of every plane of the test scenes in colour; absent in records of older builds.
  public var planeNoise: [PlaneNoise]?
  /// Every star of the test scenes; absent where no scene has a catalogue and in records of older builds.
  public var stars: StarColumns?
  /// What training saw; absent where nothing was trained and in records of older builds.
  public var trainedOn: TrainedOn?

  public init(
    title: String, preset: String, verdict: [String], winner: Winner?, provenance: Provenance,
    checks: [CheckMetadata], candidates: [CandidateRecord], scenes: [SceneRecord], rows: [Row],
    crops: [CropSet]
  ) {
    self.schema = Self.currentSchema
    self.title = title
    self.preset = preset
    self.verdict = verdict
    self.winner = winner
    self.provenance = provenance
    self.checks = checks
    self.candidates = candidates
    self.scenes = scenes
    self.rows = rows
    self.crops = crops
  }

  /// One check of one candidate on one scene.
  public struct Row: Codable, Equatable, Sendable {
    public var candidate: String
    public var seed: UInt64
    public var scene: String
    public var split: Split
    public var check: String
    public var status: Status
    public var finding: Finding?
    /// Why there is no finding.
    public var reason: String?

    public enum Status: String, Codable, Sendable { case measured, notApplicable, failed }

    public init(
      candidate: String, seed: UInt64, scene: String, split: Split, check: String,
      outcome: CheckOutcome
    ) {
      self.candidate = candidate
      self.seed = seed
      self.scene = scene
      self.split = split
      self.check = check
      switch outcome {
      case .measured(let finding):
        (status, self.finding, reason) = (.measured, finding, nil)
      case .notApplicable(let why):
        (status, finding, reason) = (.notApplicable, nil, why)
      case .failed(let message):
        (status, finding, reason) = (.failed, nil, message)
      }
    }
  }

  public enum Split: String, Codable, Sendable { case train, validation, test }

  /// The candidate that is chosen on the validation split, and why.
  public struct Winner: Codable, Equatable, Sendable {
    public var candidate: String
    public var reason: String
    public var onnxFile: String?
    /// The file that describes the winner to whoever ships it.
    public var modelCard: String?

    public init(candidate: String, reason: String, onnxFile: String?, modelCard: String?) {
      self.candidate = candidate
      self.reason = reason
      self.onnxFile = onnxFile
      self.modelCard = modelCard
    }
  }
}
