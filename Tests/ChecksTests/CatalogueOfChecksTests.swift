import CheckPages
import Checks
import Evaluation
import Foundation
import Testing

@Suite("What is said of the checks is what the code says")
struct CatalogueOfChecksTests {
  /// Ids, units and directions as the design's table gives them, written out once more by hand.
  private static let design: [(id: String, unit: String, direction: CheckMetadata.Direction)] = [
    ("psnr-linear", "dB", .higherIsBetter), ("psnr-display", "dB", .higherIsBetter),
    ("ssim-linear", "", .higherIsBetter), ("ssim-display", "", .higherIsBetter),
    ("ms-ssim-display", "", .higherIsBetter), ("rmse-ratio", "ratio", .lowerIsBetter),
    ("noise-reduction", "ratio", .lowerIsBetter), ("fwhm-drift", "%", .closerToZeroIsBetter),
    ("ellipticity-drift", "", .closerToZeroIsBetter),
    ("centroid-shift", "px", .closerToZeroIsBetter),
    ("photometric-bias", "mmag", .closerToZeroIsBetter),
    ("flux-gain", "%", .closerToZeroIsBetter), ("linearity", "mmag", .closerToZeroIsBetter),
    ("star-loss", "fraction", .lowerIsBetter), ("false-stars", "per Mpx", .lowerIsBetter),
    ("doubles-merged", "fraction", .higherIsBetter),
    ("doubles-oversplit", "ratio", .closerToOneIsBetter),
    ("spurious-companions", "fraction", .lowerIsBetter), ("dark-halo", "sigma", .lowerIsBetter),
    ("edge-band", "ratio", .closerToOneIsBetter), ("tile-seam", "z", .lowerIsBetter),
    ("checkerboard", "ratio", .lowerIsBetter), ("row-banding", "ratio", .lowerIsBetter),
    ("large-scale", "sigma", .closerToZeroIsBetter),
    ("background-offset", "sigma", .closerToZeroIsBetter),
    ("faint-patches", "slope", .closerToOneIsBetter),
    ("faint-texture", "slope", .closerToOneIsBetter),
    ("over-smoothing", "fraction", .lowerIsBetter), ("over-sharpening", "ratio", .lowerIsBetter),
    ("frc-drop", "correlation", .higherIsBetter), ("structured-noise", "ratio", .lowerIsBetter),
    ("residual-whiteness", "correlation", .lowerIsBetter),
    ("dynamic-range", "sigma", .lowerIsBetter), ("colour-shift", "mmag", .closerToZeroIsBetter),
    ("chroma-retention", "slope", .closerToOneIsBetter),
    ("noise2noise-rmse", "ratio", .lowerIsBetter), ("repeatability", "ratio", .lowerIsBetter),
    ("tile-invariance", "sigma", .closerToZeroIsBetter),
    ("equivariance", "sigma", .closerToZeroIsBetter),
    // The sun, beyond the table.
    ("granulation-contrast", "slope", .closerToOneIsBetter),
    ("granulation-power", "ratio", .closerToOneIsBetter),
    ("limb-profile", "%", .closerToZeroIsBetter),
    ("prominence-detail", "slope", .closerToOneIsBetter),
  ]

  @Test("every check of the design is there with its unit and direction, and no other")
  func design() {
    let known = Dictionary(uniqueKeysWithValues: Checks.all.map { ($0.metadata.id, $0.metadata) })
    #expect(Set(known.keys) == Set(Self.design.map(\.id)))
    #expect(known.count == Self.design.count)
    for entry in Self.design {
      #expect(known[entry.id]?.unit == entry.unit, "\(entry.id)")
      #expect(known[entry.id]?.direction == entry.direction, "\(entry.id)")
    }
  }

  @Test("the binary carries the page of every check, byte for byte as docs/checks has it")
  func pages() throws {
    #expect(CheckPages.all.map(\.id) == KnownChecks.all.map(\.id).sorted())
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/checks")
    for (id, text) in CheckPages.all {
      #expect(
        try String(contentsOf: folder.appendingPathComponent(id + ".md"), encoding: .utf8) == text,
        "\(id)")
    }
  }

  @Test("each page states the unit, the direction and the needs of its check")
  func statements() throws {
    for check in KnownChecks.all {
      let page = try #require(CheckPages.page(of: check.id))
      let line = try #require(
        page.split(separator: "\n").first { $0.hasPrefix("Unit: ") }, "\(check.id)")
      let better =
        switch check.direction {
        case .higherIsBetter: "higher is better"
        case .lowerIsBetter: "lower is better"
        case .closerToZeroIsBetter: "zero is best"
        case .closerToOneIsBetter: "one is best"
        }
      let unit = check.unit.isEmpty ? "none" : check.unit
      #expect(line.hasPrefix("Unit: \(unit); \(better)."), "\(check.id): \(line)")
      for need in check.needs {
        let word =
          switch need {
          case .reference: "reference"
          case .catalogue: "catalogue"
          case .patches: "patches"
          case .colour: "colour"
          case .secondExposure: "second exposure"
          case .denoiser: "denoiser"
          }
        #expect(line.contains(word), "\(check.id) needs \(need.words): \(line)")
      }
    }
  }

  @Test("bounds are in order, and every value that is zero or one at best lies within")
  func bounds() {
    for check in Checks.all.map(\.metadata) {
      if let low = check.lowerBound, let high = check.upperBound { #expect(low < high) }
      if let ideal = check.direction == .closerToOneIsBetter ? 1.0 : nil {
        #expect((check.lowerBound ?? -1) <= ideal && (check.upperBound ?? 2) >= ideal)
      }
    }
  }
}
