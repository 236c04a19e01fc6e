import AstroImages
import Evaluation
import SkyMeasurement

/// The middle of the input, and the denoiser to try on it.
struct Trial {
  let input: AstroImage
  let denoise: (AstroImage) throws -> AstroImage
  /// The planes that are light, each with the input's noise on sky.
  let light: [(plane: Int, sigma: Double)]

  /// - Parameters:
  ///   - side: at most so many pixels are taken; a multiple of 32, so that strided networks see whole strides.
  ///   - least: what the frame must have.
  init(_ sample: Sample, side: Int, least: Int) throws {
    guard let denoiser = sample.denoiser else {
      throw NotApplicable("only the output is known, not the denoiser that made it")
    }
    let noisy = sample.scene.noisy
    let width = min(side, noisy.width / 32 * 32)
    let height = min(side, noisy.height / 32 * 32)
    guard min(width, height) >= least else {
      throw NotApplicable("the frame is smaller than \(least) pixels")
    }
    let left = (noisy.width - width) / 2 / 32 * 32
    let top = (noisy.height - height) / 2 / 32 * 32
    input = noisy.window(x: left, y: top, width: width, height: height)
    light = try noisy.lightPlanes.map { index in
      if let noise = try? sample.scene.measurement(SceneNoise.self, plane: index) {
        return (index, noise.skySigma)
      }
      let values = noisy.planes[index]
      let level = Float(
        OrderStatistics.median(values.filter(\.isFinite).map(Double.init)))
      let sigma = Plane(
        width: noisy.width, height: noisy.height,
        values: values.map { $0.isFinite ? $0 : level }
      ).pixelNoise
      guard sigma.isFinite, sigma > 0 else { throw NotApplicable("the input has no noise") }
      return (index, sigma)
    }
    denoise = { image in
      let output = try denoiser(image)
      guard output.width == image.width, output.height == image.height,
        output.channels == image.channels
      else { throw NotApplicable("the denoiser does not keep the grid of small frames") }
      return output
    }
  }
}

extension AstroImage {
  /// A rectangle of the frame.
  func window(x left: Int, y top: Int, width: Int, height: Int) -> AstroImage {
    var result = self
    result.width = width
    result.height = height
    result.planes = planes.map { plane in
      (top..<(top + height)).flatMap { y in
        plane[(y * self.width + left)..<(y * self.width + left + width)]
      }
    }
    return result
  }

  /// The frame whose pixel `(x, y)` is this one's at `place(x, y)`.
  func rearranged(width: Int, height: Int, _ place: (Int, Int) -> (x: Int, y: Int)) -> AstroImage {
    var result = self
    result.width = width
    result.height = height
    for plane in planes.indices {
      result.planes[plane] = (0..<height).flatMap { y in
        (0..<width).map { x in
          let from = place(x, y)
          return planes[plane][from.y * self.width + from.x]
        }
      }
    }
    return result
  }

  /// The frame with every light pixel changed.
  func mappingLight(_ change: (Float) -> Float) -> AstroImage {
    var result = self
    for plane in lightPlanes { result.planes[plane] = planes[plane].map(change) }
    return result
  }
}
