public import AstroImages
public import Evaluation

import SkyMeasurement

extension EvaluationScene {
  /// A scene whose catalogue and point spread are measured on its reference where none is known.
  ///
  /// Colour frames are surveyed in their middle plane. Without a reference, or where the reference shows no stars, there is no
  /// catalogue, and the checks that need one say so. The width of stars that nobody measured is three pixels.
  public static func surveyed(
    name: String, reference: AstroImage?, noisy: AstroImage, secondNoisy: AstroImage? = nil,
    catalogue: SourceCatalogue? = nil, patches: FaintPatches? = nil,
    pointSpreadFWHM: Double? = nil, fullScale: Double, tileSize: Int? = nil
  ) throws -> EvaluationScene {
    var catalogue = catalogue
    var fwhm = pointSpreadFWHM
    if fwhm == nil, let known = catalogue?.sources.map(\.fwhm).filter({ $0 > 0 }), !known.isEmpty {
      fwhm = OrderStatistics.median(known)
    }
    if fwhm == nil || catalogue == nil, let reference,
      let survey = try Survey(
        reference: reference, noisy: noisy, fwhm: fwhm, fullScale: fullScale)
    {
      fwhm = survey.pointSpread.fwhm
      catalogue = try catalogue ?? survey.catalogue()
    }
    return EvaluationScene(
      name: name, reference: reference, noisy: noisy, secondNoisy: secondNoisy,
      catalogue: catalogue, patches: patches, pointSpreadFWHM: fwhm ?? 3, fullScale: fullScale,
      tileSize: tileSize)
  }
}

extension AstroImage {
  /// The full width at half maximum of the frame's stars in pixels, in its middle plane; `nil` where it shows too few.
  ///
  /// `noise`: the standard deviation on its sky, in its own units, where it is known; single pixels' noise is the least.
  public func starWidth(noise: Double, fullScale: Double) throws -> Double? {
    guard channels > 0 else { return nil }
    let light = planes[channels / 2]
    var plane = Plane(width: width, height: height, values: light)
    let present = plane.values.filter(\.isFinite)
    guard !present.isEmpty else { return nil }
    if present.count < plane.count {
      let level = OrderStatistics.median(present)
      for i in 0..<plane.count where !plane.values[i].isFinite { plane.values[i] = level }
    }
    return PointSpreadEstimate(
      in: plane, noise: max(noise, plane.pixelNoise), fullScale: fullScale)?.fwhm
  }
}

/// What a reference frame says about its own stars.
private struct Survey {
  let truth: Plane
  let noise: NoiseModel
  let pointSpread: PointSpreadEstimate
  let fullScale: Double

  /// `nil` where the frames do not fit, have no noise, or show no stars.
  init?(reference: AstroImage, noisy: AstroImage, fwhm: Double?, fullScale: Double) throws {
    let plane = reference.channels / 2
    guard reference.width == noisy.width, reference.height == noisy.height,
      reference.channels == noisy.channels, reference.channels > 0,
      let frames = try? SceneFrames(
        scene: EvaluationScene(
          name: "", reference: reference, noisy: noisy, fullScale: fullScale), plane: plane),
      let noise = NoiseModel(truth: frames.clean, noisy: frames.noisy, fullScale: fullScale)
    else { return nil }
    let sky = noise.variance(at: OrderStatistics.quantile(0.1, of: frames.clean.values))
    if let fwhm {
      pointSpread = PointSpreadEstimate(stated: fwhm)
    } else if let estimate = PointSpreadEstimate(
      in: frames.clean, noise: max(sky.squareRoot(), frames.clean.pixelNoise),
      fullScale: fullScale)
    {
      pointSpread = estimate
    } else {
      return nil
    }
    truth = frames.clean
    self.noise = noise
    self.fullScale = fullScale
  }

  func catalogue() throws -> SourceCatalogue {
    try SourceCatalogue(
      detectedIn: truth, noise: noise, pointSpread: pointSpread, fullScale: fullScale)
  }
}
