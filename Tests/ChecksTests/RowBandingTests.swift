import AstroImages
import Checks
import Evaluation
import Randomness
import SkyMeasurement
import Testing

@Suite("Bands along rows and columns")
struct RowBandingTests {
  private func noise(_ name: String, width: Int = 256, height: Int = 256) -> Plane {
    var random = RandomSource(seed: 3, name: name)
    return Plane(
      width: width, height: height, values: (0..<width * height).map { _ in random.normal() })
  }

  /// The rms of n differences is known to sqrt(0.75 / n): 5.4 % of rows, 22 % of groups of 16; three times that is allowed.
  @Test("neighbouring rows and columns of white noise of 1 differ by 1")
  func white() {
    let frame = noise("white")
    let bands = LineBands(frame, in: Mask(width: 256, height: 256, repeating: true))
    #expect(bands.steps.count == 6)
    for step in bands.steps {
      #expect(abs(step.step - 1) < 3 * (0.75 / Double(step.count)).squareRoot(), "\(step)")
    }
  }

  /// A group of k of 256 rows has 256 k pixels: bands of 0.2 stand out by 0.2 sqrt(256 k) where they are as broad as it.
  @Test("bands stand out in groups as broad as they are, and across alone", arguments: [1, 4, 16])
  func bands(_ breadth: Int) throws {
    var frame = noise("bands")
    var random = RandomSource(seed: 4, name: "levels")
    let levels = (0..<256).map { _ in 0.2 * random.normal() }
    for i in frame.values.indices { frame.values[i] += levels[i / 256 / breadth] }
    let steps = LineBands(frame, in: Mask(width: 256, height: 256, repeating: true)).steps
    let rows = try #require(steps.first { $0.scale.areRows && $0.scale.lines == breadth })
    let expected = (1 + 0.04 * 256 * Double(breadth)).squareRoot()
    #expect(abs(rows.step / expected - 1) < 0.5, "\(rows.step) of \(expected)")
    for step in steps where !step.scale.areRows { #expect(step.step < 1.7, "\(step)") }
  }

  @Test("a single bright row is no banding, and lines without sky are left out")
  func single() {
    var frame = noise("single")
    var mask = Mask(width: 256, height: 256, repeating: true)
    for x in 0..<256 {
      frame.values[100 * 256 + x] += 50
      for y in 180..<256 {
        frame.values[y * 256 + x] = 1e6 * Double(y)
        mask.values[y * 256 + x] = false
      }
    }
    for step in LineBands(frame, in: mask).steps where step.scale.areRows {
      #expect(step.step < 1.7, "\(step)")
    }
  }

  @Test("a tenth of the noise on every row is more than a denoiser may leave")
  func check() throws {
    let scene = try ReferenceScene.named("starfield").scene
    let good = try ReferenceVices.output("good", scene)
    var striped = good
    var random = RandomSource(seed: 6, name: "stripes")
    let truth = try #require(scene.reference)
    // The noise of the input, from its differences to the truth.
    let sigma =
      zip(scene.noisy.planes[0], truth.planes[0])
      .map { abs($0 - $1) }.sorted()[truth.pixelCount / 2] * 1.4826
    let levels = (0..<good.height).map { _ in 0.1 * sigma * Float(random.normal()) }
    for i in striped.planes[0].indices { striped.planes[0][i] += levels[i / good.width] }
    func value(_ output: AstroImage) throws -> Double {
      let rows = Runner.rows(denoised: output, scene: scene, checks: Checks.all)
      return try #require(rows.first { $0.check == "row-banding" }?.outcome.value())
    }
    #expect(try value(good) < 0.5)
    #expect(try value(striped) > 1.1)
    #expect(abs(try value(scene.noisy) - 1) < 1e-12)
  }
}
