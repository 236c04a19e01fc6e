import AstroImages
import Networks
import Randomness
import Skies
import Tensors
import Testing
import Training

@Suite("Faint light")
struct FaintLightTests {
  @Test("lays light of at most three glows over a patch, never takes any")
  func light() {
    var random = RandomSource(seed: 5, name: "glow")
    var isLit = 0
    for _ in 0..<50 {
      var patch = [Float](repeating: 100, count: 48 * 48)
      FaintLight(share: 1).add(to: &patch, side: 48, noise: 2, random: &random)
      #expect(patch.allSatisfy { $0 >= 100 && $0 <= 100 + 3 * 5 * 2 })
      if patch.contains(where: { $0 > 100.1 }) { isLit += 1 }
    }
    #expect(isLit > 40)
  }

  @Test("meets the share of patches that it is told to", arguments: [0.0, 0.25, 1.0])
  func share(_ share: Double) {
    var random = RandomSource(seed: 6, name: "glow")
    var changed = 0
    for _ in 0..<400 {
      var patch = [Float](repeating: 0, count: 64)
      FaintLight(share: share).add(to: &patch, side: 8, noise: 1, random: &random)
      if patch.contains(where: { $0 != 0 }) { changed += 1 }
    }
    // Four standard deviations of a binomial count: sqrt(400 * 0.25 * 0.75) = 8.7.
    #expect(abs(Double(changed) - 400 * share) <= (share == 0.25 ? 35 : 0))
  }

  @Test(
    "comes before the exposure: noisy and clean patches both have it, and the noise stays zero on average"
  )
  func exposure() throws {
    let sensor = try Sensor.named("asi2600mm_g100")
    let scene = try SkySimulator.scene(
      kind: "flat", width: 96, height: 96, sensor: sensor, seed: 9, options: SceneOptions(),
      name: "faint-light")
    let frame = TrainingFrame(
      name: "flat", clean: scene.reference, noise: .sensor(sensor), planes: [0])
    func batch(_ share: Double) -> (clean: [Float], difference: [Float]) {
      let sampler = PatchSampler(
        frames: [frame], patch: 64, normalization: .none, seed: 4, photonFactors: 1...1,
        flips: false, faintLight: share)
      let (input, target) = sampler.batch("step 1", count: 16)
      return (target.scalars, zip(input.scalars, target.scalars).map { $0 - $1 })
    }
    let (dark, lit) = (batch(0), batch(1))
    #expect(zip(lit.clean, dark.clean).contains { $0 - $1 > 1 })
    let count = Double(lit.difference.count)
    let mean = lit.difference.reduce(0.0) { $0 + Double($1) } / count
    let square = lit.difference.reduce(0.0) { $0 + Double($1) * Double($1) } / count
    #expect(abs(mean) < 4 * (square / count).squareRoot())
  }
}
