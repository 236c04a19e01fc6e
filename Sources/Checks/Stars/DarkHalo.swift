import AstroImages
import Evaluation
import SkyMeasurement

/// Dark rings around bright stars.
struct DarkHalo: PlaneCheck {
  let metadata = CheckMetadata(
    id: "dark-halo", title: "Dark halos", question: .frame,
    rationale:
      "A ring darker than the sky around bright stars is the mark of sharpening and of ringing.",
    unit: "sigma", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference, .catalogue],
    version: 2)

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let stars = try sample.scene.measurement(SceneStars.self, plane: plane)
    let frames = try sample.scene.measurement(SceneFrames.self, plane: plane)
    let noise = try sample.scene.measurement(SceneNoise.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    let fwhm = sample.scene.pointSpreadFWHM
    let half = Int((8 * fwhm).rounded(.up)) + 1
    func members(_ limit: Double) -> [Int] {
      stars.isolatedOrSaturated.filter { stars.sources[$0].signalToNoise >= limit }
    }
    let bright = members(150).count >= 8 ? members(150) : members(60)
    let chosen = bright.filter {
      let s = stars.sources[$0]
      return s.x > Double(half) && s.y > Double(half)
        && s.x < Double(frames.clean.width - half - 1)
        && s.y < Double(frames.clean.height - half - 1)
    }
    guard chosen.count >= 5 else {
      throw NotApplicable("\(chosen.count) isolated stars of signal-to-noise 60 or more; 5 needed")
    }
    let places = stars.sources.map { SIMD2($0.x, $0.y) }
    let reach = 1.5 * (Double(half) + 2 * fwhm)
    let index = PointIndex(places, reach: reach)
    let profiles = chosen.map { i in
      RadialProfile(
        output: output.denoised, truth: frames.clean, star: places[i], fwhm: fwhm,
        brightestAllowed: 0.5 * sample.scene.fullScale,
        neighbours: index.near(places[i], within: reach).filter { $0.index != i }
          .map { places[$0.index] })
    }

    var deepest: (radius: Int, depth: Double, error: Double)?
    var bound = 0.0
    var glow = (value: 0.0, bound: 0.0)
    let last = Int(6 * fwhm)
    for radius in Int((1.2 * fwhm).rounded(.up))..<max(last, Int((1.2 * fwhm).rounded(.up))) {
      let pairs = profiles.compactMap { $0.means[radius] }
      guard !pairs.isEmpty else { continue }
      let against = pairs.map { $0.output - $0.truth }
      let residual = OrderStatistics.median(against) / noise.skySigma
      let level = OrderStatistics.median(pairs.map(\.output)) / noise.skySigma
      let error =
        OrderStatistics.robustSigma(against) / noise.skySigma * 1.2533
        / Double(chosen.count).squareRoot()
      // Below the background and below the truth, both: the sky beside a nebula is no halo, nor is a wing that was cut.
      let under = max(level, residual)
      if -under > deepest?.depth ?? -.infinity { deepest = (radius, -under, error) }
      bound = max(bound, -(under + 2.5 * error))
      // Nearer to the star a change of its width is as bright.
      if Double(radius) >= 2.5 * fwhm {
        glow = (max(glow.value, residual), max(glow.bound, residual - 2.5 * error))
      }
    }
    guard let deepest else { throw NotApplicable("no ring around the bright stars is unsaturated") }
    let value = max(0, deepest.depth)
    return Finding(
      value,
      interval: Finding.Interval(
        max(0, deepest.depth - 2.5 * deepest.error), max(0, deepest.depth + 2.5 * deepest.error)),
      count: chosen.count, countUnit: "stars",
      parts: [
        Finding.Part("lower bound", bound, unit: "sigma", count: chosen.count),
        Finding.Part("radius of the deepest ring", Double(deepest.radius), unit: "px"),
        Finding.Part(
          "glow", glow.value, unit: "sigma",
          interval: Finding.Interval(glow.bound, 2 * glow.value - glow.bound), count: chosen.count),
      ])
  }
}
