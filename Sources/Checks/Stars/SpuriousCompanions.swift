import AstroImages
import Evaluation
import SkyMeasurement

/// Single stars that were given a companion.
struct SpuriousCompanions: PlaneCheck {
  let metadata = CheckMetadata(
    id: "spurious-companions", title: "Companions invented", question: .invention,
    rationale: "A companion beside a single star is seen at once, and PSNR is blind to it.",
    unit: "fraction", direction: .lowerIsBetter, lowerBound: 0, upperBound: 1,
    needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let stars = try sample.scene.measurement(SceneStars.self, plane: plane)
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane).model
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let fwhm = sample.scene.pointSpreadFWHM
    let search = CompanionSearch(fwhm: fwhm)
    let margin = Double(search.half)
    let right = Double(output.residual.width) - margin - 3
    let bottom = Double(output.residual.height) - margin - 3
    let chosen = stars.isolated.filter {
      let s = stars.sources[$0]
      return s.signalToNoise >= 30 && s.x > margin + 2 && s.y > margin + 2 && s.x < right
        && s.y < bottom
    }
    guard chosen.count >= 10 else {
      throw NotApplicable(
        "\(chosen.count) isolated unsaturated stars of signal-to-noise 30 or more; 10 needed")
    }
    let reach = margin + 2 * fwhm
    let places = stars.sources.map { SIMD2($0.x, $0.y) }
    let index = PointIndex(places, reach: 1.5 * reach)
    let variance = noise.variance(of: frames.clean)
    var hits = 0
    for i in chosen {
      let neighbours = index.near(places[i], within: 1.5 * reach)
        .filter { $0.index != i }.map { places[$0.index] }
      let best = search.best(
        residual: output.residual, variance: variance, star: places[i],
        flux: stars.sources[i].flux, neighbours: neighbours)
      if let best, best > 6 { hits += 1 }
    }
    return Finding(
      Double(hits) / Double(chosen.count), interval: .wilson(hits, of: chosen.count),
      count: chosen.count, countUnit: "stars")
  }
}
