import AstroImages
import Evaluation
import SkyMeasurement

/// The noise of a matched filter for point sources, as the input's noise makes it, for every pixel.
struct MatchedNoise: SceneMeasurement {
  let kernel: SymmetricKernel
  /// The standard deviation of the filtered frame, in image units.
  let sigma: Plane

  var byteCount: Int { sigma.byteCount }

  init(scene: EvaluationScene, plane: Int) throws {
    let noise = try scene.measurement(SceneNoise.self, plane: plane)
    kernel = .pointSource(fwhm: scene.pointSpreadFWHM)
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    var sigma = noise.model.variance(of: frames.clean).filtered(kernel.squared)
    for i in 0..<sigma.count { sigma.values[i] = sigma.values[i].squareRoot() }
    self.sigma = sigma
  }

  /// The noise of a flux that the filter measures at a place, in image units.
  func flux(at place: SIMD2<Double>) -> Double {
    let power = kernel.squared.sum * kernel.squared.sum
    return sigma[Int(place.x.rounded()), Int(place.y.rounded())] / power
  }
}

/// The residual through a matched filter for point sources, in units of what the input's noise gives there.
struct MatchedResidual: SampleMeasurement {
  let significance: Plane

  var byteCount: Int { significance.byteCount }

  init(sample: Sample, plane: Int) throws {
    let scene = try sample.scene.measurement(MatchedNoise.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    var map = output.residual.filtered(scene.kernel)
    for i in 0..<map.count { map.values[i] /= scene.sigma.values[i] }
    significance = map
  }

  /// The largest significance of the 3 x 3 pixels around a place.
  func peak(near place: SIMD2<Double>) -> Double {
    let column = Int(place.x.rounded(.toNearestOrEven))
    let row = Int(place.y.rounded(.toNearestOrEven))
    var best = -Double.infinity
    for y in max(row - 1, 0)...min(row + 1, significance.height - 1) {
      for x in max(column - 1, 0)...min(column + 1, significance.width - 1) {
        best = max(best, significance[x, y])
      }
    }
    return best
  }

  /// How many maxima of `sign * significance` over 5 x 5 pixels pass a threshold outside a mask.
  func peakCount(sign: Double, above threshold: Double, outside mask: Mask) -> Int {
    let (w, h) = (significance.width, significance.height)
    var count = 0
    for y in 0..<h {
      for x in 0..<w {
        let i = y * w + x
        let value = mask.values[i] ? 0 : sign * significance.values[i]
        guard value > threshold else { continue }
        var isPeak = true
        for v in max(y - 2, 0)...min(y + 2, h - 1) where isPeak {
          for u in max(x - 2, 0)...min(x + 2, w - 1) {
            let j = v * w + u
            if !mask.values[j] && sign * significance.values[j] > value { isPeak = false }
          }
        }
        if isPeak { count += 1 }
      }
    }
    return count
  }
}
