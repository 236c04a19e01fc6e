import AstroImages
import Evaluation
import SkyMeasurement

/// How much the answer at a pixel depends on where the tile around it was cut.
struct TileInvariance: Check {
  let metadata = CheckMetadata(
    id: "tile-invariance", title: "Tile invariance", question: .frame,
    rationale: "Where two tiles have two answers for one pixel there is a seam.",
    unit: "sigma", direction: .closerToZeroIsBetter, lowerBound: 0, needs: [.denoiser])

  /// By how many pixels a tile reaches beyond its share.
  private static let overlap = 32
  /// What may be seen: the halo is where differences fall below it.
  private static let visible = 0.02

  func evaluate(_ sample: Sample) throws -> CheckOutcome {
    let trial = try Trial(sample, side: 256, least: 128)
    let input = trial.input
    let (width, height) = (input.width, input.height)
    let whole = try trial.denoise(input)
    var differences: [Double] = []
    // By the distance from the cut, for the halo.
    var byDistance = [[Double]](repeating: [], count: Self.overlap)
    for isAcross in [true, false] {
      let length = isAcross ? width : height
      let middle = length / 2 / 16 * 16
      for isFirst in [true, false] {
        let start = isFirst ? 0 : middle - Self.overlap
        let end = isFirst ? middle + Self.overlap : length
        let tile = try trial.denoise(
          isAcross
            ? input.window(x: start, y: 0, width: end - start, height: height)
            : input.window(x: 0, y: start, width: width, height: end - start))
        for (plane, sigma) in trial.light {
          for y in 0..<tile.height {
            for x in 0..<tile.width {
              let along = isAcross ? x : y
              let fromCut = isFirst ? end - start - 1 - along : along
              let a = tile.planes[plane][y * tile.width + x]
              let b =
                whole.planes[plane][
                  (isAcross ? y : y + start) * width + (isAcross ? x + start : x)]
              let difference = abs(Double(a) - Double(b)) / sigma
              guard difference.isFinite else { continue }
              if fromCut >= Self.overlap {
                differences.append(difference)
              } else {
                byDistance[fromCut].append(difference)
              }
            }
          }
        }
      }
    }
    guard !differences.isEmpty else {
      return .notApplicable(reason: "the outputs of tiles hold no number")
    }
    let usual = OrderStatistics.quantile(0.999, of: differences)
    var parts = [Finding.Part("99.9th percentile", usual, unit: "sigma")]
    if let halo = Self.halo(usual, byDistance) {
      parts.append(Finding.Part("halo", Double(halo), unit: "px"))
    }
    return .measured(
      Finding(
        differences.max() ?? 0, count: differences.count, countUnit: "pixels", parts: parts))
  }

  /// The smallest distance from the cut beyond which nothing can be seen; `nil` where even the overlap does not do.
  private static func halo(_ beyond: Double, _ byDistance: [[Double]]) -> Int? {
    guard beyond < visible else { return nil }
    var halo = 0
    for (distance, values) in byDistance.enumerated()
    where !values.isEmpty && OrderStatistics.quantile(0.999, of: values) >= visible {
      halo = distance + 1
    }
    return halo
  }
}
