internal import Evaluation

extension FigureSection {
  /// What became of light near and below the noise.
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
            "How much of the truth’s amplitude passes, from coarse to fine. Falling below one where the truth still has signal is over-smoothing; above one is sharpening. Shaded: the winner’s range over scenes.",
          check: "over-smoothing", kind: .figure,
          bins: rings.map { bin in (bin, { $0 == "transfer, \(bin) cycles/px" }) },
          places: rings.compactMap(Self.middle),
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
}
