internal import Evaluation

extension FigureSection {
  /// What became of stars, by how bright they are and how close they stand.
  static func stars(_ record: RunRecord) -> FigureSection {
    func signal(_ check: String, _ prefix: String) -> [String] {
      bins(record, check, from: prefix, to: "")
    }
    let found = signal("star-loss", "completeness SNR ")
    let pure = signal("false-stars", "purity SNR ")
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
          id: "chart-purity", title: "Stars that are real, by height over the noise",
          reading:
            "Of what a detector finds in the output, the share that is in the sky. Below 100 % the rest was invented. Whiskers: 95 % intervals of the share.",
          check: "false-stars", kind: .proportion,
          bins: pure.map { bin in (bin, { $0 == "purity SNR \(bin)" }) },
          horizontal: "height of the detection, sigma of the input", vertical: "real, %",
          ideal: 100, factor: 100),
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
}
