import AstroImages
import Networks
import Skies
import Tensors
import Testing
import Training

private let stretch = Normalization.asinh(softening: 10)

/// The squares of a batch, in rows.
private func patches(_ tensor: Tensor) -> [[Float]] {
  let (count, size) = (
    tensor.shape.dimensions[0], tensor.scalars.count / tensor.shape.dimensions[0]
  )
  return (0..<count).map { Array(tensor.scalars[($0 * size)..<(($0 + 1) * size)]) }
}

@Suite("Patches")
struct PatchSamplerTests {
  @Test("of one name are the same in any order and batch, of another name are not")
  func named() throws {
    let sampler = PatchSampler(
      frames: [try TestFrames.sky("starfield", .asi2600g100)], patch: 16, normalization: stretch,
      seed: 1)
    let first = sampler.batch("step 7", count: 4)
    _ = sampler.batch("step 8", count: 1)
    let again = sampler.batch("step 7", count: 4)
    #expect(first.input == again.input && first.target == again.target)
    // A patch does not depend on how many there are.
    #expect(
      patches(sampler.batch("step 7", count: 2).input) == Array(patches(first.input).prefix(2)))
    #expect(sampler.batch("step 8", count: 4).input != first.input)
    var other = sampler
    other.seed = 2
    #expect(other.batch("step 7", count: 4).input != first.input)
    #expect(Set(patches(first.input)).count == 4, "patches of one batch differ")
  }

  // 4 x 32 x 32 pixels measure a deviation to 1.1 %; the patch's scale is jittered by 5 % on purpose, and the cameras with
  // small pixels round to whole numbers.
  @Test(
    "of an even sky have noise of about 1 in the network's domain", arguments: Sensor.presets,
    [30.0, 400])
  func unitNoise(_ sensor: Sensor, _ electrons: Double) {
    let sampler = PatchSampler(
      frames: [TestFrames.flat(sensor, electrons: electrons)], patch: 32, normalization: stretch,
      seed: 3, photonFactors: 1...1)
    let (input, target) = sampler.batch("noise", count: 16)
    for (noisy, clean) in zip(patches(input), patches(target)) {
      let (deviation, mean) = spread(noisy)
      #expect(abs(deviation - 1) < 0.25, "\(sensor.id) at \(electrons) electrons: \(deviation)")
      // The level is jittered by a tenth of the noise.
      #expect(abs(mean) < 0.5, "\(sensor.id) at \(electrons) electrons: \(mean)")
      let (residue, level) = spread(clean)
      #expect(residue == 0, "the target has no noise")
      #expect(abs(mean - level) < 0.2, "noise has mean 0")
    }
    let deviations = patches(input).map { spread($0).deviation }
    #expect(abs(deviations.reduce(0, +) / 16 - 1) < 0.08, "\(sensor.id): \(deviations)")
  }

  @Test("turn and mirror both sides alike, in all eight ways")
  func turns() {
    // Every pixel has a value of its own, and the noisy side is the clean one plus 10000.
    let clean = TestFrames.image(12, 12) { Float($0 + 100 * $1) }
    let noisy = TestFrames.image(12, 12) { Float($0 + 100 * $1) + 10_000 }
    var sampler = PatchSampler(
      frames: [TrainingFrame(name: "pair", clean: clean, noise: .recorded(noisy), planes: [0])],
      patch: 12, normalization: .none, seed: 5)
    let (input, target) = sampler.batch("turns", count: 100)
    for (a, b) in zip(patches(input), patches(target)) {
      #expect(zip(a, b).allSatisfy { $0 == $1 + 10_000 })
    }
    let seen = Set(patches(target))
    #expect(seen.count == 8)
    #expect(seen.contains(clean.planes[0]))
    for patch in seen { #expect(patch.sorted() == clean.planes[0].sorted()) }
    sampler.flips = false
    #expect(Set(patches(sampler.batch("turns", count: 20).target)) == [clean.planes[0]])
  }

  @Test("draw light levels across the whole range, and scale the target with them")
  func photonLevels() {
    // Read noise and rounding aside: a bright frame, so that the noise is the light's own.
    let sensor = Sensor.asi2600g0
    var sampler = PatchSampler(
      frames: [TestFrames.flat(sensor, electrons: 5000)], patch: 16, normalization: .none, seed: 6,
      photonFactors: 0.25...4)
    let levels = patches(sampler.batch("light", count: 200).target).map {
      (Double($0[0]) - sensor.pedestal) * sensor.gain / 5000
    }
    #expect(levels.allSatisfy { $0 > 0.249 && $0 < 4.001 })
    let below = levels.filter { $0 < 1 }.count
    #expect((70...130).contains(below), "as many below as above, in the logarithm: \(below)")
    #expect((levels.min() ?? 1) < 0.3 && (levels.max() ?? 1) > 3.3)
    sampler.photonFactors = 1...1
    #expect(Set(patches(sampler.batch("light", count: 5).target)).count == 1)
  }

  @Test("never leave what the camera's file can hold")
  func clipped() {
    let sensor = Sensor.asi1600g139
    let frame = TestFrames.flat(sensor, electrons: sensor.capacity * 0.9)
    let sampler = PatchSampler(
      frames: [frame], patch: 16, normalization: .none, seed: 7, photonFactors: 1...4)
    let (input, target) = sampler.batch("bright", count: 20)
    #expect(input.scalars.allSatisfy { $0 >= 0 && $0 <= Float(sensor.fullScale) })
    #expect(target.scalars.allSatisfy { $0 <= Float(sensor.fullScale) })
    #expect(target.scalars.contains(Float(sensor.fullScale)))
  }

  @Test("of a user's frame get noise of the asked strength, unit in the network's domain")
  func addedNoise() {
    let added = TrainingFrame.AddedNoise(floorVariance: 16, slope: 0.5, floor: 100, ownVariance: 0)
    let frame = TrainingFrame(
      name: "user", clean: TestFrames.image(64, 64) { _, _ in 130 }, noise: .added(added),
      planes: [0])
    let sampler = PatchSampler(frames: [frame], patch: 32, normalization: stretch, seed: 8)
    let deviations = patches(sampler.batch("added", count: 32).input).map { spread($0).deviation }
    #expect(deviations.allSatisfy { abs($0 - 1) < 0.25 })
    #expect(abs(deviations.reduce(0, +) / 32 - 1) < 0.05)
    let plain = PatchSampler(frames: [frame], patch: 32, normalization: .none, seed: 8)
    // Variance 16 + 0.5 x 30 = 31, times a factor from 1/2 to 2.
    for patch in patches(plain.batch("added", count: 32).input) {
      #expect((15.5 * 0.85...62 * 1.15).contains(spread(patch).deviation * spread(patch).deviation))
    }
  }

  @Test("larger than the frame mirror it")
  func smallFrames() {
    for (width, height) in [(1, 1), (5, 3), (16, 4)] {
      let image = TestFrames.image(width, height) { Float($0 + 10 * $1) }
      let frame = TrainingFrame(name: "small", clean: image, noise: .recorded(image), planes: [0])
      var sampler = PatchSampler(frames: [frame], patch: 16, normalization: .none, seed: 9)
      sampler.flips = false
      let patch = sampler.batch("small", count: 1).target.scalars
      for y in 0..<16 {
        for x in 0..<16 {
          #expect(patch[y * 16 + x] == image.planes[0][fold(y, height) * width + fold(x, width)])
        }
      }
    }
  }

  /// Mirrors about the outermost pixels, step by step.
  private func fold(_ index: Int, _ extent: Int) -> Int {
    var (position, direction) = (0, 1)
    guard extent > 1 else { return 0 }
    for _ in 0..<index {
      if !(0..<extent).contains(position + direction) { direction = -direction }
      position += direction
    }
    return position
  }

  @Test("have no missing pixels, and a pair misses them on both sides")
  func missingPixels() {
    var clean = TestFrames.image(16, 16) { _, _ in 100 }
    var noisy = TestFrames.image(16, 16) { _, _ in 100 }
    clean.planes[0][0] = .nan
    clean.planes[0][40] = .infinity
    // What lies where the other side is missing must not be learnt from.
    noisy.planes[0][40] = 9000
    noisy.planes[0][77] = .nan
    clean.planes[0][77] = 8000
    let frame = TrainingFrame(name: "holes", clean: clean, noise: .recorded(noisy), planes: [0])
    let sampler = PatchSampler(frames: [frame], patch: 16, normalization: .none, seed: 10)
    let (input, target) = sampler.batch("holes", count: 8)
    #expect(input.scalars.allSatisfy { $0 == 100 })
    #expect(target.scalars.allSatisfy { $0 == 100 })
    let dead = TestFrames.image(16, 16) { _, _ in .nan }
    for noise in [.recorded(dead), .sensor(.asi2600g100)] as [TrainingFrame.Noise] {
      let frame = TrainingFrame(name: "dead", clean: dead, noise: noise, planes: [0])
      let sampler = PatchSampler(frames: [frame], patch: 16, normalization: stretch, seed: 11)
      let (input, target) = sampler.batch("dead", count: 2)
      #expect(input.scalars.allSatisfy { $0.isFinite } && target.scalars.allSatisfy { $0.isFinite })
    }
  }

  @Test("have a fingerprint that every cause of another draw changes")
  func fingerprint() throws {
    let frame = TestFrames.flat(.asi2600g100, electrons: 100)
    let sampler = PatchSampler(frames: [frame], patch: 16, normalization: stretch, seed: 1)
    var variants = [sampler, sampler, sampler, sampler, sampler, sampler]
    variants[1].patch = 32
    variants[2].seed = 2
    variants[3].normalization = .none
    variants[4].photonFactors = 1...1
    variants[5].frames = [frame, frame]
    var changed = frame.clean
    changed.planes[0][5] = changed.planes[0][5].nextUp
    variants.append(sampler)
    variants[6].frames = [
      TrainingFrame(name: "flat", clean: changed, noise: frame.noise, planes: [0])
    ]
    variants.append(sampler)
    variants[7].frames = [TestFrames.flat(.asi2600g0, electrons: 100)]
    #expect(Set(variants.map(\.fingerprint)).count == variants.count)
    #expect(
      PatchSampler(
        frames: [frame], patch: 16, normalization: stretch, seed: 1
      ).fingerprint == sampler.fingerprint)
  }
}
