public import AstroImages
public import Randomness

/// How strong the noise that ``Sensor/addNoise(to:level:skyElectrons:ceiling:random:)`` adds shall be.
public enum AddedNoiseLevel: Hashable, Sendable {
  /// The sky's noise afterwards is this multiple of its noise before, above 1.
  case factor(Double)
  /// The noise added to the sky has this standard deviation, in the frame's units.
  case sigma(Double)
}

/// A user's frame with the noise of an exposure added, and what was done to it.
public struct NoisierFrame: Sendable {
  public var image: AstroImage
  /// What was measured in each plane before.
  public var before: [FrameNoise]
  /// The standard deviation of the noise added to the sky of each plane, in the frame's units.
  public var addedSigma: [Double]
  /// How many electrons one unit of the frame stands for in each plane.
  public var electronsPerUnit: [Double]
}

extension Sensor {
  /// Exposes a frame as if it were the truth, at a light level that gives a chosen noise.
  ///
  /// A pixel of value `v` stands for `e = skyElectrons + (v - sky) s` electrons, where the scale `s` is chosen so that the noise
  /// added at the level of the sky, `sqrt(skyElectrons + readNoise^2) / s`, is the wanted one; no black level needs to be
  /// known. The result is `v + (Poisson(e) - e + readNoise * normal) / s`: the noise has mean 0 and grows with the light as this
  /// camera's does, and the frame's own noise stays underneath, so that a factor `f` asks for `sqrt(f^2 - 1)` times the frame's
  /// own noise. Integer frames are rounded and clipped to what their format holds; missing pixels stay missing. Pixels so far
  /// below the sky that they stand for no electrons get read noise only.
  ///
  /// - Parameters:
  ///   - skyElectrons: what the sky collects in a pixel: few for narrowband, where noise hardly grows towards stars relative
  ///     to read noise, many for a suburb.
  ///   - ceiling: the value at which the frame saturates: pixels at or above it in the frame stay as they are, and no noisy
  ///     value exceeds it. For integer frames the format's largest value unless given.
  /// - Throws: ``SkyError`` where a factor is asked of a plane that has no measurable noise, or is not above 1.
  public func addNoise(
    to clean: AstroImage, level: AddedNoiseLevel, skyElectrons: Double = 400,
    ceiling: Double? = nil, random: RandomSource
  ) throws -> NoisierFrame {
    guard skyElectrons > 0 else {
      throw SkyError("a sky of \(skyElectrons) electrons has no light")
    }
    var result = NoisierFrame(image: clean, before: [], addedSigma: [], electronsPerUnit: [])
    let isInteger = clean.sampleFormat.isInteger
    let top = ceiling ?? (isInteger ? clean.sampleFormat.nominalMaximum : .infinity)
    for index in clean.planes.indices {
      let before = FrameNoise(plane: clean.planes[index], width: clean.width)
      let added = try wantedSigma(level, before: before, channel: clean.channelNames[index])
      let scale = (skyElectrons + readNoise * readNoise).squareRoot() / added
      var stream = random.split("added noise \(index)")
      for pixel in clean.planes[index].indices {
        let value = Double(clean.planes[index][pixel])
        guard value.isFinite, value < top else { continue }
        let electrons = max(skyElectrons + (value - before.skyLevel) * scale, 0)
        let noise = stream.poisson(electrons) - electrons + readNoise * stream.normal()
        var noisy = value + noise / scale
        if isInteger {
          noisy = max(noisy.rounded(.toNearestOrEven), clean.sampleFormat.nominalMinimum)
        }
        result.image.planes[index][pixel] = Float(min(noisy, top))
      }
      result.before.append(before)
      result.addedSigma.append(added)
      result.electronsPerUnit.append(scale)
    }
    return result
  }

  private func wantedSigma(
    _ level: AddedNoiseLevel, before: FrameNoise, channel: String
  ) throws(SkyError) -> Double {
    switch level {
    case .sigma(let sigma):
      guard sigma > 0, sigma.isFinite else {
        throw SkyError("noise of standard deviation \(sigma) cannot be added")
      }
      return sigma
    case .factor(let factor):
      guard factor > 1, factor.isFinite else {
        throw SkyError("a noise factor of \(factor) removes noise; ask for more than 1")
      }
      guard before.sigma > 0 else {
        throw SkyError(
          "channel \(channel) has no measurable noise to multiply; give its standard deviation")
      }
      return (factor * factor - 1).squareRoot() * before.sigma
    }
  }
}

extension SampleFormat {
  /// The smallest value that an integer format holds.
  fileprivate var nominalMinimum: Double {
    switch self {
    case .int8, .int16, .int32, .int64: -nominalMaximum - 1
    default: 0
    }
  }
}
