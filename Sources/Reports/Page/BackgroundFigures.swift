internal import Evaluation

extension FigureSection {
  /// What is left of the noise, and what was done to the sky.
  static func background(_ record: RunRecord, _ images: ImagesSection) -> FigureSection {
    let rings = bins(record, "structured-noise", from: "", to: " cycles/px")
    return FigureSection(
      id: "background", title: "Background and noise",
      introduction:
        "How much of the noise is left, at which scale, whether the frame’s borders and lattices show, and whether the sky was bent.",
      absence: "No test scene has plain sky to measure noise on.", record,
      [
        .init(
          id: "chart-spectrum", title: "Noise left, by spatial frequency",
          reading:
            "One is the input’s noise. The left end is mottle, coarse blotches that survive stretching; the right end is grain. A line that rises to the left is the plastic look in the making. Shaded: the winner’s range over scenes.",
          check: "structured-noise", kind: .figure,
          bins: rings.map { bin in (bin, { $0 == "\(bin) cycles/px" }) },
          places: rings.compactMap(Self.middle),
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
      ],
      more: [
        ChartFigure.correlation(images.correlations, input: images.inputCorrelation, record),
        ChartFigure.planeNoise(record),
      ].compactMap { $0 } + ErrorProfile.Axis.allCases.compactMap { ChartFigure($0, record) }
        + BackgroundProfile.Axis.allCases.compactMap { ChartFigure($0, record) })
  }
}
