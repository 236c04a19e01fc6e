internal import Evaluation

/// What the page's templates show: text that is already worded and formatted, in reading order.
///
/// Templates cannot compute and this cannot draw: words and figures are made here, tags in `Templates`.
struct Page {
  var title: String
  var standing: Standing
  var facts: [Fact]
  var verdict: VerdictSection
  var changes: ChangesSection?
  var scorecard: ScorecardSection
  var gate: GateSection?
  var selftest: SelftestSection?
  var forest: ForestSection
  var matrix: MatrixSection
  var slices: SliceSection?
  var images: ImagesSection
  var stars: FigureSection
  var starTable: StarTableSection?
  var allStars: AllStars?
  var background: FigureSection
  var removed: RemovedSection
  var faint: FigureSection
  var training: TrainingSection?
  var cost: CostSection
  var selection: SelectionSection?
  var parity: ParitySection
  var scenes: ScenesSection
  var limits: [String]
  var provenance: ProvenanceSection
  /// The whole record and the gate's result as it was read, to be saved back from the page.
  var files: [CarriedFile]
  /// The scripts, which are part of the program.
  let script = String(decoding: HTMLTemplates.script, as: UTF8.self)
  /// Whether names, paths and places were taken out.
  var isRedacted: Bool
  /// Whether style, script and pictures are inside the page.
  var isInline: Bool

  /// A named figure of the page's head.
  struct Fact {
    var label: String
    var figure: String
  }

  /// What the bar says that stays in sight: the gate's verdict, else the winner.
  struct Standing {
    var chip: GateSection.Chip?
    var text: String
  }

  /// - Parameters:
  ///   - files: what the page carries along.
  ///   - budget: the most bytes that pictures and stars may take.
  ///   - hasParts: whether figures by scene tell their parts.
  init(
    _ record: RunRecord, companions: ReportCompanions, files: [CarriedFile], budget: Int,
    hasParts: Bool, isInline: Bool, isRedacted: Bool, assets: (String) throws -> [UInt8]
  ) {
    let test = Scorecard(record, split: .test)
    let validation = Scorecard(record, split: .validation)
    title = SafeText.line(record.title)
    verdict = VerdictSection(record, test: test, gate: companions.gate)
    changes = companions.older.map { ChangesSection(record, test, against: $0) }
    scorecard = ScorecardSection(record, test, hasParts: hasParts)
    selftest = companions.selftest.map { SelftestSection($0, record) }
    forest = ForestSection(record, test)
    matrix = MatrixSection(record)
    slices = SliceSection(record)
    let found = AllStars.fitting(record, budget: budget / 5, assets: assets)
    allStars = found.stars
    images = ImagesSection(
      record, budget: budget - (allStars?.encodedBytes ?? 0), assets: assets)
    let shown = images.shown
    gate = companions.gate.map { GateSection($0, record, shown: shown) }
    stars = .stars(record)
    starTable = StarTableSection(record, PageStars(record, shown: images.shown), all: allStars)
    background = .background(record, images)
    removed = RemovedSection(record, test, images)
    faint = .faint(record)
    training = TrainingSection(record)
    cost = CostSection(record, test)
    selection = SelectionSection(record, validation: validation, test: test)
    parity = ParitySection(record, gate: companions.gate)
    scenes = ScenesSection(record)
    limits = Limits.sentences(
      record, test: test,
      omitted: (hasParts ? [] : ["the parts of figures by scene"]) + images.omitted + found.omitted)
    provenance = ProvenanceSection(record)
    self.files = files
    self.isInline = isInline
    self.isRedacted = isRedacted
    standing = Standing(
      chip: gate?.verdict,
      text: record.winner.map { SafeText.line($0.candidate) } ?? "no winner")
    facts = [
      Fact(label: "Preset", figure: SafeText.line(record.preset)),
      Fact(label: "Candidates", figure: NumberFormat.integer(record.candidates.count)),
      Fact(label: "Checks", figure: NumberFormat.integer(record.checks.count)),
      Fact(
        label: "Test scenes",
        figure: "\(test.sceneCount) (\(Words.count(test.targetCount, "target")))"),
      Fact(label: "Seed", figure: String(record.provenance.seed)),
      Fact(label: "Started", figure: SafeText.line(record.provenance.startedAt)),
    ]
  }
}

/// A candidate as every table's heading shows it.
struct CandidateLabel {
  var name: String
  var kind: String
  var swatch: String
  var isWinner: Bool
  var summary: String

  init(_ record: RunRecord, _ index: Int) {
    let candidate = record.candidates[index]
    name = SafeText.line(candidate.name)
    kind = candidate.isUntouchedInput ? "input as it is" : candidate.kind.rawValue
    swatch = SeriesStyle(index: index).swatch
    isWinner = record.winner?.candidate == candidate.name
    summary = SafeText.line(candidate.summary)
  }
}

/// Small words that figures need.
enum Words {
  /// `1 scene`, `2 scenes`.
  static func count(_ count: Int, _ noun: String) -> String {
    "\(NumberFormat.integer(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `1st`, `2nd`, `3rd`, `4th`, `11th`.
  static func ordinal(_ value: Int) -> String {
    let suffix =
      switch (value % 100, value % 10) {
      case (11...13, _): "th"
      case (_, 1): "st"
      case (_, 2): "nd"
      case (_, 3): "rd"
      default: "th"
      }
    return "\(value)\(suffix)"
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last else { return "" }
    return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " and \(last)"
  }
}
