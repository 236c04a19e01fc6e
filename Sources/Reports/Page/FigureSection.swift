internal import Evaluation

/// A section of charts about one matter: stars, background and noise, faint signal, what was removed.
struct FigureSection {
  var id: String
  var title: String
  var introduction: String
  var legend: [CandidateLabel]
  var figures: [ChartFigure]
  /// Why there is nothing to show.
  var absence: String?

  init(
    id: String, title: String, introduction: String, absence: String, _ record: RunRecord,
    _ requests: [ChartFigure.Request]
  ) {
    let parts = PartFigures(record)
    self.id = id
    self.title = title
    self.introduction = introduction
    figures = requests.compactMap { ChartFigure($0, record, parts) }
    legend = record.candidates.indices.map { CandidateLabel(record, $0) }
    self.absence = figures.isEmpty ? absence : nil
  }
}

extension FigureSection {
  /// The ends of a range in a part's name: `completeness SNR 7-10` has `7-10`.
  private static func range(_ name: String) -> String? {
    name.firstMatch(of: /[0-9.]+-[0-9.]+|[0-9.]+\+/).map { String($0.output) }
  }

  private static func lowEnd(_ range: String) -> Double {
    Double(range.prefix { $0 != "-" && $0 != "+" }) ?? 0
  }

  /// Bins of the ranges in the names of a check's parts that start with a prefix and end with a suffix.
  private static func bins(
    _ record: RunRecord, _ check: String, from prefix: String, to suffix: String
  ) -> [String] {
    var found: Set<String> = []
    for row in record.rows where row.check == check && row.split == .test {
      for part in row.finding?.parts ?? [] {
        guard part.name.hasPrefix(prefix), part.name.hasSuffix(suffix), let range = range(part.name)
        else { continue }
        found.insert(range)
      }
    }
    return found.sorted { (lowEnd($0), $0) < (lowEnd($1), $1) }
  }

  static func stars(_ record: RunRecord) -> FigureSection {
    func signal(_ check: String, _ prefix: String) -> [String] {
      bins(record, check, from: prefix, to: "")
    }
    let found = signal("star-loss", "completeness SNR ")
    let widths = signal("fwhm-drift", "SNR ")
    let fluxes = signal("photometric-bias", "SNR ")
    let apart = Self.separations(record)
    return FigureSection(
      id: "stars", title: "Stars",
      introduction:
        "By how bright a star is against the noise: what stays visible, how wide it is, how bright it is, and whether doubles stay two.",
      absence: "No test scene has a catalogue of stars to measure against.", record,
      [
        .init(
          id: "chart-completeness", title: "Stars found, by signal-to-noise ratio",
          reading:
            "The share of the reference’s stars that a detector still finds. A candidate below the input has eaten stars; above it, it brought out stars that the noise hid. Whiskers: 95 % intervals of the share.",
          check: "star-loss", kind: .proportion,
          bins: found.map { bin in (bin, { $0 == "completeness SNR \(bin)" }) },
          inputBins: found.map { bin in { $0 == "completeness SNR \(bin), input" } },
          horizontal: "signal-to-noise ratio in the input", vertical: "found, %", ideal: 100,
          factor: 100),
        .init(
          id: "chart-width", title: "Star size changed, by signal-to-noise ratio",
          reading:
            "Above zero, stars were bloated; below, they were made sharper than the optics. The shaded band is ± 3 %, what the release gate allows. Whiskers: the range over scenes.",
          check: "fwhm-drift", kind: .figure,
          bins: widths.map { bin in (bin, { $0 == "SNR \(bin)" }) },
          horizontal: "signal-to-noise ratio in the input", vertical: "change of width, %",
          ideal: 0,
          band: (-3, 3)),
        .init(
          id: "chart-brightness", title: "Star brightness changed, by signal-to-noise ratio",
          reading:
            "In thousandths of a magnitude; the shaded band is ± 5 mmag, below what most photometry sees. Faint stars are dimmed before they are lost. Whiskers: the range over scenes.",
          check: "photometric-bias", kind: .figure,
          bins: fluxes.map { bin in (bin, { $0 == "SNR \(bin)" }) },
          horizontal: "signal-to-noise ratio in the input", vertical: "change of brightness, mmag",
          ideal: 0, band: (-5, 5)),
        .init(
          id: "chart-doubles", title: "Doubles that stay two, by separation",
          reading:
            "The share of the catalogue’s pairs that show two peaks, all brightness differences together. Pairs that even the reference does not resolve count as well, so no candidate reaches 100 % at the left. Whiskers: 95 % intervals of the share.",
          check: "doubles-merged", kind: .proportion,
          bins: apart.map { bin in (bin, { $0.hasPrefix("separation \(bin) FWHM") }) },
          horizontal: "separation, in star widths (FWHM)", vertical: "resolved, %", factor: 100),
      ])
  }

  private static func separations(_ record: RunRecord) -> [String] {
    var found: Set<String> = []
    for row in record.rows where row.check == "doubles-merged" && row.split == .test {
      for part in row.finding?.parts ?? [] {
        if let match = part.name.firstMatch(of: /^separation ([0-9.]+) FWHM/) {
          found.insert(String(match.output.1))
        }
      }
    }
    return found.sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
  }

  static func background(_ record: RunRecord) -> FigureSection {
    let rings = bins(record, "structured-noise", from: "", to: " cycles/px")
    return FigureSection(
      id: "background", title: "Background and noise",
      introduction:
        "How much of the noise is left, at which scale, and whether the frame’s borders and lattices show.",
      absence: "No test scene has plain sky to measure noise on.", record,
      [
        .init(
          id: "chart-spectrum", title: "Noise left, by spatial frequency",
          reading:
            "One is the input’s noise. The left end is mottle, coarse blotches that survive stretching; the right end is grain. A line that rises to the left is the plastic look in the making. Whiskers: the range over scenes.",
          check: "structured-noise", kind: .figure,
          bins: rings.map { bin in
            (Self.short(bin), { $0 == "\(bin) cycles/px" })
          },
          horizontal: "cycles a pixel, from coarse to fine", vertical: "noise left, share of input",
          scale: .logarithmic, ideal: 1),
        .init(
          id: "chart-scales", title: "Noise left after smoothing",
          reading:
            "The same question asked as an eye does: of stars’ scale, and of four times that. A filter that only blurs does well on single pixels and badly here. Whiskers: the range over scenes.",
          check: "noise-reduction", kind: .figure,
          bins: [
            ("star scale", { $0 == "at the scale of a star" }),
            ("4 × star scale", { $0 == "at four times that scale" }),
          ],
          horizontal: "scale", vertical: "noise left, share of input", scale: .logarithmic, ideal: 1
        ),
        .init(
          id: "chart-edges", title: "Noise at the frame’s borders",
          reading:
            "The error in the outermost pixels over the error inside. One is right; the shaded band is what the release gate allows. Whiskers: the range over scenes.",
          check: "edge-band", kind: .figure,
          bins: ["left", "right", "top", "bottom"].map { side in (side, { $0 == side }) },
          horizontal: "side", vertical: "border over inside", ideal: 1, band: (0.75, 1.25)),
        .init(
          id: "chart-lattice", title: "Lattice left by upsampling",
          reading:
            "The amplitude of patterns that repeat every 2, 4 and 8 pixels, in units of the sky’s noise. Zero is right. Whiskers: the range over scenes.",
          check: "checkerboard", kind: .figure,
          bins: ["2", "4", "8"].map { period in
            ("\(period) px", { $0 == "amplitude, period \(period) px" })
          },
          horizontal: "period", vertical: "amplitude, sigma", ideal: 0),
      ])
  }

  static func faint(_ record: RunRecord) -> FigureSection {
    let levels = bins(record, "faint-texture", from: "", to: " sigma above sky")
    let plain = levels.filter { level in
      record.rows.contains { row in
        row.check == "faint-texture"
          && (row.finding?.parts.contains { $0.name == "\(level) sigma above sky" } ?? false)
      }
    }
    let rings = bins(record, "over-smoothing", from: "transfer, ", to: " cycles/px")
    return FigureSection(
      id: "faint", title: "Faint signal",
      introduction:
        "What happens to nebulosity near and below the noise, the reason why the exposure was taken.",
      absence: "No test scene has faint structure with a known truth.", record,
      [
        .init(
          id: "chart-texture", title: "Faint structure kept, by brightness",
          reading:
            "How much of the truth’s contrast is left in structures of 3 to 12 pixels. One is all of it; below one it was smoothed away. The shaded band is what the release gate allows. Whiskers: the range over scenes.",
          check: "faint-texture", kind: .figure,
          bins: plain.map { bin in (bin, { $0 == "\(bin) sigma above sky" }) },
          inputBins: plain.map { bin in { $0 == "input, \(bin) sigma above sky" } },
          horizontal: "brightness above sky, in units of the input’s noise",
          vertical: "contrast kept", ideal: 1, band: (0.8, 1.1)),
        .init(
          id: "chart-transfer", title: "Detail kept, by size",
          reading:
            "How much of the truth’s amplitude passes, from coarse to fine. Falling below one where the truth still has signal is over-smoothing; above one is sharpening. Whiskers: the range over scenes.",
          check: "over-smoothing", kind: .figure,
          bins: rings.map { bin in
            (Self.short(bin), { $0 == "transfer, \(bin) cycles/px" })
          },
          horizontal: "cycles a pixel, from coarse to fine", vertical: "amplitude kept", ideal: 1),
        .init(
          id: "chart-patches", title: "Faint patches recovered, by brightness",
          reading:
            "Injected patches of known brightness: the slope of what was recovered over what was put in. One is right. Whiskers: the range over scenes.",
          check: "faint-patches", kind: .figure,
          bins: Self.patchBins(record).map { name in (name, { $0 == name }) },
          inputBins: Self.patchBins(record).map { name in { $0 == "input, \(name)" } },
          horizontal: "brightness of the patch", vertical: "recovered over true", ideal: 1,
          band: (0.9, 1.1)),
      ])
  }

  private static func patchBins(_ record: RunRecord) -> [String] {
    var result: [String] = []
    for row in record.rows where row.check == "faint-patches" && row.split == .test {
      for part in row.finding?.parts ?? []
      where part.name.contains("sigma)") && !part.name.hasPrefix("input") {
        result.appendOnce(part.name)
      }
    }
    return result
  }

  /// `0.06-0.08` as its middle, which fits below an axis.
  private static func short(_ range: String) -> String {
    let ends = range.split(separator: "-").compactMap { Double($0) }
    guard ends.count == 2 else { return range }
    return NumberFormat.text((ends[0] + ends[1]) / 2, digits: 2)
  }
}
