import AstroImages
import Evaluation
import SkyMeasurement

/// Stars in the output that are not in the sky.
struct FalseStars: PlaneCheck {
  let metadata = CheckMetadata(
    id: "false-stars", title: "Stars invented", question: .invention,
    rationale: "A noise peak that becomes a star is a discovery that never was.",
    unit: "per Mpx", direction: .lowerIsBetter, lowerBound: 0, needs: [.reference, .catalogue])

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneDetections.self, plane: plane)
    let output = try sample.measurement(OutputDetections.self, plane: plane)
    let residual = try sample.measurement(MatchedResidual.self, plane: plane)
    let masks = try sample.scene.measurement(SceneMasks.self, plane: plane)
    let known = Self.known(sample.scene, scene)
    func isUnknown(_ detection: Detection) -> Bool {
      !known.index.hasPoint(near: SIMD2(detection.x, detection.y), within: known.reach)
    }
    let megapixels = residual.significance.megapixels

    let places = try Self.places(sample, plane: plane)
    let invented = places.count
    let count = Double(invented)
    let purity = 1 - count / Double(max(1, output.stars.count + invented))
    let found = output.all.filter { !isUnknown($0) }.map { $0.amplitude / scene.sigma }
    let made = places.map { $0.amplitude / scene.sigma }
    let byBrightness = Self.bins.compactMap { bin -> Finding.Part? in
      let (real, unreal) = (found.count(where: bin.contains), made.count(where: bin.contains))
      guard real + unreal > 0 else { return nil }
      return Finding.Part(
        "purity \(bin.name)", Double(real) / Double(real + unreal), unit: "fraction",
        interval: .wilson(real, of: real + unreal), count: real + unreal)
    }
    let parts =
      [
        Finding.Part("purity", purity, unit: "fraction", count: output.stars.count),
        Finding.Part(
          "noise-born detections",
          Double(output.above(3, scene).filter(isUnknown).count) / megapixels, unit: "per Mpx"),
        Finding.Part(
          "noise-born detections in the input",
          Double(scene.noisy.filter(isUnknown).count) / megapixels, unit: "per Mpx"),
        Finding.Part(
          "residual peaks",
          Double(residual.peakCount(sign: 1, above: 6, outside: masks.stars)) / megapixels,
          unit: "per Mpx"),
        Finding.Part(
          "residual holes",
          Double(residual.peakCount(sign: -1, above: 6, outside: masks.stars)) / megapixels,
          unit: "per Mpx"),
      ] + byBrightness
    return Finding(
      count / megapixels, interval: .poisson(invented) / megapixels,
      count: invented, countUnit: "stars", parts: parts)
  }

  /// Ranges of a detection's height over the input's noise, in which the share of true stars is told.
  private static let bins = [
    SignalBin(3, 5), SignalBin(5, 10), SignalBin(10, 20), SignalBin(20, 50), SignalBin(50),
  ]

  /// Known light: the catalogue, and what the detector finds in the truth at two sigma.
  private static func known(_ frame: EvaluationScene, _ scene: SceneDetections) -> (
    index: PointIndex, reach: Double
  ) {
    let reach = max(2, frame.pointSpreadFWHM)
    return (PointIndex(scene.places + scene.clean.map { SIMD2($0.x, $0.y) }, reach: reach), reach)
  }

  /// Where the invented stars stand, and how high they rise.
  static func places(_ sample: Sample, plane: Int) throws -> [(
    x: Double, y: Double, amplitude: Double
  )] {
    let scene = try sample.scene.measurement(SceneDetections.self, plane: plane)
    let output = try sample.measurement(OutputDetections.self, plane: plane)
    let residual = try sample.measurement(MatchedResidual.self, plane: plane)
    let fwhm = sample.scene.pointSpreadFWHM
    let known = known(sample.scene, scene)
    let bright = PointIndex(
      scene.sources.filter { $0.signalToNoise >= 25 }.map { SIMD2($0.x, $0.y) }, reach: 3 * fwhm)
    return output.above(2.5, scene).compactMap {
      let place = SIMD2($0.x, $0.y)
      let significance = residual.peak(near: place)
      // Around bright stars it is the ground of spurious-companions.
      guard !known.index.hasPoint(near: place, within: known.reach),
        !bright.hasPoint(near: place, within: 3 * fwhm), significance >= 5
      else { return nil }
      return ($0.x, $0.y, $0.amplitude)
    }
  }
}
