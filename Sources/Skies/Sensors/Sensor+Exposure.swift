public import AstroImages
public import Randomness

extension Sensor {
  /// One exposure of planes whose noise-free values are known.
  ///
  /// - Parameters:
  ///   - expectation: the noise-free frame in this camera's values, pedestal included; values above full scale are allowed
  ///     and saturate.
  ///   - chip: the seed of the fixed pattern: the same chip has the same hot pixels in every exposure.
  ///   - random: the stream of this exposure's noise.
  public func expose(
    _ expectation: AstroImage, effects: SensorEffects = .simple, chip: UInt64 = 0,
    random: RandomSource
  ) -> AstroImage {
    let planes: [[Float]]
    if effects.hasMosaic {
      var stream = random.split("mosaic")
      let mosaic = BayerMosaic.sampled(expectation.planes, width: expectation.width)
      let exposed = exposed(
        mosaic, width: expectation.width, effects: effects, chip: chip, random: &stream)
      planes = BayerMosaic.interpolated(
        exposed, width: expectation.width, planes: expectation.channels)
    } else {
      planes = expectation.planes.enumerated().map { index, plane in
        var stream = random.split("plane \(index)")
        return exposed(
          plane, width: expectation.width, effects: effects, chip: chip &+ UInt64(index),
          random: &stream)
      }
    }
    return AstroImage(
      width: expectation.width, height: expectation.height, planes: planes,
      channelNames: expectation.channelNames)
  }

  /// What an average over endless exposures would show of such a frame, fixed pattern and noise aside: clipped at saturation,
  /// and interpolated where the exposure is.
  public func noiseFree(_ expectation: AstroImage, effects: SensorEffects = .simple) -> AstroImage {
    let ceiling = Float(saturation(effects))
    var result = expectation
    func clip(_ plane: [Float]) -> [Float] { plane.map { min($0, ceiling) } }
    if effects.hasMosaic {
      let mosaic = clip(BayerMosaic.sampled(expectation.planes, width: expectation.width))
      result.planes = BayerMosaic.interpolated(
        mosaic, width: expectation.width, planes: expectation.channels)
    } else {
      result.planes = expectation.planes.map(clip)
    }
    return result
  }

  /// The value at which pixels stop rising: full scale, or the full well where that is lower and switched on.
  public func saturation(_ effects: SensorEffects) -> Double {
    effects.hasFullWell ? min(fullScale, fullWell / gain + pedestal) : fullScale
  }

  private func exposed(
    _ plane: [Float], width: Int, effects: SensorEffects, chip: UInt64, random: inout RandomSource
  ) -> [Float] {
    let pattern = FixedPattern(sensor: self, effects: effects, count: plane.count, seed: chip)
    let dark = darkCurrent * max(effects.darkSeconds, 0)
    var excess: [Int: Double] = [:]
    for pixel in pattern.hotPixels { excess[pixel.index] = pixel.electrons }
    let overflow = effects.hasFullWell ? fullWell : .infinity
    let (ceiling, perStep) = (fullScale, 1 / step)
    var result = [Float](repeating: 0, count: plane.count)
    var rowOffset = 0.0
    var column = 0
    for index in plane.indices {
      if column == 0, effects.hasRowNoise { rowOffset = rowNoise * random.normal() }
      column = column + 1 == width ? 0 : column + 1
      var electrons = max((Double(plane[index]) - pedestal) * gain, 0)
      if !pattern.response.isEmpty { electrons *= Double(pattern.response[index]) }
      electrons += dark
      if !excess.isEmpty, let hot = excess[index] { electrons += hot }
      let collected = min(random.poisson(electrons), overflow) - dark
      let read = collected + readNoise * random.normal() + rowOffset
      let value = ((read / gain + pedestal) * perStep).rounded(.toNearestOrEven) * step
      result[index] = Float(min(max(value, 0), ceiling))
    }
    return result
  }
}
