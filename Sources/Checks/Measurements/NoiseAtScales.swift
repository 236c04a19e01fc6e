import Evaluation
import SkyMeasurement

/// How noise is measured at the scale of the point spread function and at four times it: on sky, smoothed within the mask.
struct SkySmoothing: SceneMeasurement {
  struct Scale: Sendable {
    let kernel: SymmetricKernel
    /// The mask smoothed with the same kernel: what the smoothed values are divided by.
    let share: Plane
    let inputSigma: Double
  }

  let pointSpread: Scale
  let fourPointSpreads: Scale

  var byteCount: Int { pointSpread.share.byteCount + fourPointSpreads.share.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    guard masks.hasSky else { throw NotApplicable("the frame has no plain sky") }
    let sky = masks.background
    let noise = frames.noisy - frames.clean
    let sigma = scene.pointSpreadFWHM * PointSource.sigmaPerFWHM
    func scale(_ factor: Double) -> Scale {
      let kernel = SymmetricKernel.smoothing(sigma: factor * sigma)
      var weights = frames.clean
      for i in 0..<weights.count { weights.values[i] = sky.values[i] ? 1 : 0 }
      let share = weights.filtered(kernel)
      let inputSigma = Self.sigma(of: noise, sky: sky, kernel: kernel, share: share)
      return Scale(kernel: kernel, share: share, inputSigma: inputSigma)
    }
    pointSpread = scale(1)
    fourPointSpreads = scale(4)
  }

  /// The robust spread of a residual smoothed on sky, where at least half of the kernel saw sky.
  static func sigma(of residual: Plane, sky: Mask, kernel: SymmetricKernel, share: Plane) -> Double
  {
    let level = OrderStatistics.median(residual.selected(by: sky.values))
    var centered = residual
    for i in 0..<centered.count {
      centered.values[i] = sky.values[i] ? residual.values[i] - level : 0
    }
    let smooth = centered.filtered(kernel)
    var values: [Double] = []
    values.reserveCapacity(smooth.count)
    for i in 0..<smooth.count where sky.values[i] && share.values[i] > 0.5 {
      values.append(smooth.values[i] / share.values[i])
    }
    return OrderStatistics.robustSigma(values)
  }
}

/// What is left of the input's noise at three scales.
struct NoiseAtScales: SampleMeasurement {
  /// On single pixels; of a frame without sky, the incoherent residual power beyond a quarter cycle a pixel.
  let pixel: Double
  /// At the scale of the point spread function and at four times it; `nil` without sky.
  let pointSpread: Double?
  let fourPointSpreads: Double?

  init(sample: Sample, plane: Int) throws {
    let scene = sample.scene
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let masks = try scene.measurement(SceneMasks.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    guard masks.hasSky else {
      pixel = try Self.incoherent(sample, plane)
      pointSpread = nil
      fourPointSpreads = nil
      return
    }
    let sky = masks.background
    let smoothing = try scene.measurement(SkySmoothing.self, plane: plane)
    let noise = OrderStatistics.robustSigma((frames.noisy - frames.clean).selected(by: sky.values))
    guard noise > 0, smoothing.pointSpread.inputSigma > 0, smoothing.fourPointSpreads.inputSigma > 0
    else { throw NotApplicable("the input has no noise on its sky") }
    pixel = OrderStatistics.robustSigma(output.residual.selected(by: sky.values)) / noise
    func ratio(_ scale: SkySmoothing.Scale) -> Double {
      SkySmoothing.sigma(
        of: output.residual, sky: sky, kernel: scale.kernel, share: scale.share) / scale.inputSigma
    }
    pointSpread = ratio(smoothing.pointSpread)
    fourPointSpreads = ratio(smoothing.fourPointSpreads)
  }

  /// The part of the output beyond a quarter cycle a pixel that the truth does not explain, over the input's noise there.
  private static func incoherent(_ sample: Sample, _ plane: Int) throws -> Double {
    let spectra = try sample.scene.measurement(SceneSpectra.self, plane: plane)
    let output = try sample.measurement(OutputSpectrum.self, plane: plane).denoised
    let (clean, noisy) = (spectra.clean, spectra.noisy)
    var high: [Int] = []
    for y in 0..<clean.height {
      for x in 0..<clean.columns {
        let k = Rings.frequency(row: y, column: x, width: clean.width, height: clean.height)
        if k > 0.25 { high.append(y * clean.columns + x) }
      }
    }
    let cross = Sums.sum(count: high.count) {
      let i = high[$0]
      return output.real[i] * clean.real[i] + output.imaginary[i] * clean.imaginary[i]
    }
    let power = Sums.sum(count: high.count) {
      let i = high[$0]
      return clean.real[i] * clean.real[i] + clean.imaginary[i] * clean.imaginary[i]
    }
    let share = power > 0 ? cross / power : 0
    let left = Sums.sum(count: high.count) {
      let i = high[$0]
      let re = output.real[i] - share * clean.real[i]
      let im = output.imaginary[i] - share * clean.imaginary[i]
      return re * re + im * im
    }
    let noise = Sums.sum(count: high.count) {
      let i = high[$0]
      let re = noisy.real[i] - clean.real[i]
      let im = noisy.imaginary[i] - clean.imaginary[i]
      return re * re + im * im
    }
    guard noise > 0 else { throw NotApplicable("the input has no noise at high frequencies") }
    return (left / noise).squareRoot()
  }
}
