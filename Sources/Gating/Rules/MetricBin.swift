/// A range that a check measures besides its headline, in the same unit: stars of a signal-to-noise ratio, light of a brightness.
public struct MetricBin: Equatable, Sendable, CustomStringConvertible {
  /// What the range is of: `snr`, `separation`, `brightness`, `frequency`.
  public var axis: String
  /// The range as configurations write it: `5-10`, `150+`.
  public var name: String
  /// The name of the figure that the check gives it.
  public var part: String

  /// `snr 5-10`.
  public var description: String { "\(axis) \(name)" }

  /// Whether a configuration means this range; `>=150` is another way to write `150+`.
  func isNamed(_ text: String) -> Bool { text == name || text + "+" == ">=" + name }

  /// The ranges of a check, in order; empty for one that has its headline alone.
  public static func all(of check: String) -> [MetricBin] { table[check] ?? [] }

  /// The checks that have ranges.
  static var checks: [String] { table.keys.sorted() }

  private static let table: [String: [MetricBin]] = [
    "fwhm-drift": measurableStars, "ellipticity-drift": measurableStars,
    "centroid-shift": measurableStars,
    "photometric-bias": ranges("snr", ["5-10", "10-20", "20-50", "50-150", "150+"]) { "SNR \($0)" },
    "star-loss": [
      MetricBin(axis: "snr", name: "5-10", part: "faint (SNR 5-10), net"),
      MetricBin(axis: "snr", name: "10-20", part: "mid (SNR 10-20), net"),
      MetricBin(axis: "snr", name: "20+", part: "strong (SNR 20+)"),
    ],
    "doubles-merged": ["0.8", "1.0", "1.25", "1.5", "2.0", "3.0"].flatMap { separation in
      ["0.0", "1.0", "2.0", "3.0"].map { difference in
        MetricBin(
          axis: "separation", name: "\(separation) FWHM \(difference) mag",
          part: "separation \(separation) FWHM, difference \(difference) mag")
      }
    },
    "faint-patches": [
      MetricBin(axis: "brightness", name: "0.05-0.75", part: "faint (0.05-0.75 sigma)"),
      MetricBin(axis: "brightness", name: "0.75-3", part: "mid (0.75-3 sigma)"),
      MetricBin(axis: "brightness", name: "3+", part: "bright (3+ sigma)"),
    ],
    "faint-texture": ranges("brightness", ["0.2-1.0", "1.0-2.0", "2.0-5.0", "5.0-20.0"]) {
      "\($0) sigma above sky"
    },
    "structured-noise": ranges("frequency", frequencies.dropFirst(2).map(\.self)) {
      "\($0) cycles/px"
    },
    "frc-drop": ranges("frequency", Array(frequencies.prefix(9))) { "change at \($0) cycles/px" },
  ]

  private static let measurableStars = ranges("snr", ["20-50", "50-150", "150+"]) { "SNR \($0)" }

  /// The spectral checks' rings.
  private static let frequencies = [
    "0.004-0.01", "0.01-0.02", "0.02-0.03", "0.03-0.045", "0.045-0.06", "0.06-0.08", "0.08-0.1",
    "0.1-0.125", "0.125-0.15", "0.15-0.18", "0.18-0.21", "0.21-0.25", "0.25-0.3", "0.3-0.35",
    "0.35-0.4", "0.4-0.45", "0.45-0.5",
  ]

  private static func ranges(_ axis: String, _ names: [String], part: (String) -> String)
    -> [MetricBin]
  {
    names.map { MetricBin(axis: axis, name: $0, part: part($0)) }
  }
}
