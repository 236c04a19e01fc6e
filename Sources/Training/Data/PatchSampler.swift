internal import Foundation
internal import Kernels
public import Networks
internal import AstroImages
internal import Randomness
internal import Skies
public import Tensors

/// Draws pairs of noisy and clean patches, the same for the same seed and step, in any order.
///
/// A draw picks a frame, a plane, a place, one of the eight flips and quarter turns, a photon level and fresh noise. The
/// network sees both sides through its normalisation, with the level and noise that the frame has there, jittered by a few
/// per cent because at inference they are estimates.
public struct PatchSampler: Sendable {
  public var frames: [TrainingFrame]
  public var patch: Int
  public var normalization: Normalization
  public var seed: UInt64
  /// Photon levels are drawn log-uniformly from this range, as factors of the frame's own; 1...1 switches it off.
  public var photonFactors: ClosedRange<Double>
  /// Whether flips and turns are drawn.
  public var flips: Bool
  /// The share of patches that faint light is laid over before they are exposed; recorded pairs never get any.
  public var faintLight: Double

  /// `frames` must not be empty, and each at least `patch` pixels a side; smaller ones are mirrored.
  public init(
    frames: [TrainingFrame], patch: Int, normalization: Normalization, seed: UInt64,
    photonFactors: ClosedRange<Double> = 0.3...3, flips: Bool = true,
    faintLight: Double = 0
  ) {
    precondition(!frames.isEmpty, "a sampler needs a frame")
    self.frames = frames
    self.patch = patch
    self.normalization = normalization
    self.seed = seed
    self.photonFactors = photonFactors
    self.flips = flips
    self.faintLight = faintLight
  }

  /// A batch of noisy inputs and clean targets, `(batch, 1, patch, patch)` each, in the network's domain.
  public func batch(_ name: String, count: Int) -> (input: Tensor, target: Tensor) {
    let shape = Shape(count, 1, patch, patch)
    var input = Tensor(shape)
    var target = Tensor(shape)
    let scalars = patch * patch
    input.scalars.withUnsafeMutableBufferPointer { input in
      target.scalars.withUnsafeMutableBufferPointer { target in
        // Each patch is a stream of its own, so that any thread may draw it.
        let places = Places(input: input, target: target)
        Parallel.run(count) { index, _ in
          var random = RandomSource(seed: seed, name: "\(name)/\(index)")
          let (noisy, clean) = draw(&random)
          for i in 0..<scalars {
            places.input[index * scalars + i] = noisy[i]
            places.target[index * scalars + i] = clean[i]
          }
        }
      }
    }
    return (input, target)
  }

  /// Where threads write, each its own patches.
  private struct Places: @unchecked Sendable {
    let input: UnsafeMutableBufferPointer<Float>
    let target: UnsafeMutableBufferPointer<Float>
  }

  private func draw(_ random: inout RandomSource) -> (noisy: [Float], clean: [Float]) {
    let frame = frames[random.integer(below: frames.count)]
    let slot = random.integer(below: frame.planes.count)
    let plane = frame.planes[slot]
    let width = frame.clean.width
    let height = frame.clean.height
    let x = width > patch ? random.integer(below: width - patch + 1) : 0
    let y = height > patch ? random.integer(below: height - patch + 1) : 0
    let turn = flips ? random.integer(below: 8) : 0
    let middle = frame.medians[slot]
    var clean = cut(frame.clean.planes[plane], width, height, x, y, turn, missing: middle)
    var noisy = clean
    var level = middle
    var noise: Float
    let glow = FaintLight(share: faintLight)
    switch frame.noise {
    case .sensor(let sensor):
      let factor = random.logUniform(photonFactors.lowerBound, photonFactors.upperBound)
      let pedestal = Float(sensor.pedestal)
      let ceiling = Float(sensor.fullScale)
      for i in clean.indices { clean[i] = pedestal + (clean[i] - pedestal) * Float(factor) }
      level = pedestal + (level - pedestal) * Float(factor)
      noise = Float(sensor.noise(electrons: Double(level - pedestal) * sensor.gain))
      glow.add(to: &clean, side: patch, noise: noise, random: &random)
      for i in clean.indices { clean[i] = min(clean[i], ceiling) }
      noisy = sensor.exposedPatch(clean, width: patch, random: &random)
    case .added(let added):
      let factor = Float(random.logUniform(0.5, 2))
      let variance =
        (added.floorVariance + added.slope * max(level - added.floor, 0)) * factor
      noise = (variance + added.ownVariance).squareRoot()
      glow.add(to: &clean, side: patch, noise: noise, random: &random)
      for i in clean.indices {
        let variance =
          (added.floorVariance + added.slope * max(clean[i] - added.floor, 0)) * factor
        noisy[i] = clean[i] + Float(random.normal()) * variance.squareRoot()
      }
    case .recorded(let recording):
      noisy = cut(recording.planes[plane], width, height, x, y, turn, missing: middle)
      let statistics = frame.recordedStatistics[slot]
      (level, noise) = (statistics.background, statistics.noise)
    }
    noise = max(noise, .leastNormalMagnitude) * Float(exp(0.05 * random.normal()))
    level += noise * 0.1 * Float(random.normal())
    let statistics = FrameStatistics(background: level, noise: noise)
    normalization.apply(to: &noisy, statistics)
    normalization.apply(to: &clean, statistics)
    return (noisy, clean)
  }

  /// A square of a plane, turned; mirrored where the frame is smaller. A missing pixel takes its neighbour's value, or
  /// `missing` where none came before.
  private func cut(
    _ plane: [Float], _ width: Int, _ height: Int, _ x: Int, _ y: Int, _ turn: Int,
    missing: Float
  ) -> [Float] {
    var result = [Float](repeating: 0, count: patch * patch)
    var last = missing
    for row in 0..<patch {
      for column in 0..<patch {
        var (r, c) = (row, column)
        if turn & 1 != 0 { c = patch - 1 - c }
        if turn & 2 != 0 { r = patch - 1 - r }
        if turn & 4 != 0 { swap(&r, &c) }
        let value = plane[mirrored(y + r, height) * width + mirrored(x + c, width)]
        if value.isFinite { last = value }
        result[row * patch + column] = last
      }
    }
    return result
  }
}

extension Sensor {
  /// The simple model of this camera on bare values: photon noise, read noise, rounding, clipping.
  func exposedPatch(_ clean: [Float], width: Int, random: inout RandomSource) -> [Float] {
    let ceiling = fullScale
    return clean.map { value in
      let electrons = random.poisson(max((Double(value) - pedestal) * gain, 0))
      let read = (electrons + readNoise * random.normal()) / gain + pedestal
      let rounded = (read / step).rounded(.toNearestOrEven) * step
      return Float(min(max(rounded, 0), ceiling))
    }
  }
}
