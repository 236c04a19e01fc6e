internal import Evaluation

/// The stars of the crops that came out changed, worst first, and how many of each fate there are.
struct StarTableSection {
  var fates: [String]
  var summary: [SummaryRow]
  var rows: [Row]
  var caption: String
  /// Of which stars the counts by fate are.
  var scope: String
  /// The stars by brightness, and where they moved.
  var figures: [ChartFigure]

  struct SummaryRow {
    var label: CandidateLabel
    var counts: [String]
  }

  struct Row {
    var candidate: CandidateLabel
    /// The candidate's place, for the script that filters.
    var place: String
    var crop: String
    var star: String
    var scene: String
    var position: String
    var magnitude: String
    var signal: String
    var fate: String
    var sign: String
    var width: String
    var widthChange: String
    var brightness: String
    var ellipticity: String
    var peak: String
    var shift: String
    var neighbour: String
    var fragment: String
    var id: String
  }

  /// More rows than these nobody reads; the record has all.
  private static let most = 200

  private static let signs: [(fate: CropStar.Fate, sign: String)] = [
    (.lost, "×"), (.invented, "+"), (.merged, "∩"), (.split, "∥"), (.bloated, "◯"),
    (.sharpened, "•"),
  ]

  /// Rows and plots are of the crops' stars, the counts of all stars where the page has them; `nil` where no crop has stars.
  init?(_ record: RunRecord, _ known: PageStars, all: AllStars?) {
    struct Event {
      var candidate: Int
      var crop: Int
      var star: CropStar
      var rendition: CropStar.Rendition
      var rank: Int
    }
    var events: [Event] = []
    let kinds = Self.signs.map(\.fate)
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: kinds.count + 1), count: record.candidates.count)
    var stars = 0
    for entry in known.entries {
      if entry.star.id >= 0 { stars += 1 }
      for rendition in entry.star.renditions {
        guard let candidate = known.place(of: rendition.candidate) else { continue }
        guard let rank = kinds.firstIndex(of: rendition.fate) else {
          if rendition.fate == .kept { counts[candidate][kinds.count] += 1 }
          continue
        }
        counts[candidate][rank] += 1
        guard !record.candidates[candidate].isUntouchedInput else { continue }
        events.append(
          Event(
            candidate: candidate, crop: entry.crop, star: entry.star, rendition: rendition,
            rank: rank))
      }
    }
    guard stars > 0 || !events.isEmpty || all != nil else { return nil }
    let inCrops = stars
    if let all {
      counts = record.candidates.indices.map { place in
        (kinds + [.kept]).map { all.fates[place]?[$0] ?? 0 }
      }
      stars = all.knownCount
    }
    fates = kinds.map(\.rawValue) + ["kept"]
    scope =
      all == nil
      ? "Stars of the crops of this page, by what became of them"
      : "All \(Words.count(stars, "star")) of the test scenes, by what became of them"
    summary = record.candidates.indices.map { index in
      SummaryRow(
        label: CandidateLabel(record, index),
        counts: counts[index].map { NumberFormat.integer($0) })
    }
    let winner = record.candidates.firstIndex { $0.name == record.winner?.candidate }
    let sorted = events.sorted { a, b in
      func key(_ event: Event) -> (Int, Int, Int, Double) {
        (
          event.candidate == winner ? 0 : 1, event.candidate, event.rank,
          -(event.rank < 4 ? event.star.signalToNoise ?? 0 : abs(event.rendition.widthChange ?? 0))
        )
      }
      let (first, second) = (key(a), key(b))
      return first != second ? first < second : (a.crop, a.star.id) < (b.crop, b.star.id)
    }
    // Every candidate gets its share of the rows.
    let share = max(12, Self.most / max(1, Set(sorted.map(\.candidate)).count))
    var taken: [Int: Int] = [:]
    let chosen = sorted.filter { event in
      taken[event.candidate, default: 0] += 1
      return taken[event.candidate, default: 0] <= share
    }
    rows = chosen.enumerated().map { number, event in
      let crop = record.crops[event.crop]
      let candidate = CandidateLabel(record, event.candidate)
      func text(_ value: Double?, digits: Int = 3) -> String {
        value.map { NumberFormat.text($0, digits: digits) } ?? "–"
      }
      func signed(_ value: Double?) -> String {
        value.map { NumberFormat.signed($0) } ?? "–"
      }
      let x = String((event.star.x * 10).rounded() / 10)
      let y = String((event.star.y * 10).rounded() / 10)
      return Row(
        candidate: candidate, place: String(event.candidate), crop: String(event.crop + 1),
        star: String(event.star.id), scene: SafeText.line(crop.scene), position: "\(x), \(y)",
        magnitude: text(event.star.magnitude, digits: 4), signal: text(event.star.signalToNoise),
        fate: event.rendition.fate.rawValue, sign: Self.signs[event.rank].sign,
        width: event.star.isClipped == true ? "clipped" : text(event.star.width),
        widthChange: signed(event.rendition.widthChange),
        brightness: signed(event.rendition.brightnessChange),
        ellipticity: signed(event.rendition.ellipticityChange),
        peak: signed(event.rendition.peakChange), shift: text(event.rendition.shift),
        neighbour: text(event.star.neighbourDistance),
        fragment:
          "image=\(event.crop + 1)&candidate=\(ViewFragment.escaped(candidate.name))&x=\(x)&y=\(y)&z=8",
        id: "star-\(number + 1)")
    }
    figures = ChartFigure.starPlots(known, record)
    let hidden = events.count - chosen.count
    caption =
      "Stars that came out changed, in the crops of this page (\(Words.count(inCrops, "star"))). Worst first, the winner’s first."
      + (hidden > 0
        ? " \(NumberFormat.integer(hidden)) more are in compare.json." : "")
  }
}

extension CropStar.Rendition {
  /// How far the star moved, in pixels.
  var shift: Double? {
    guard let shiftX, let shiftY else { return nil }
    return (shiftX * shiftX + shiftY * shiftY).squareRoot()
  }
}
