import AstroImages
import Checks
import Evaluation
import Testing

@Suite("where in a frame an output errs")
struct ErrorProfileTests {
  /// The flat scene with some of its noise left, the share by place.
  private static func sample(
    _ name: String = "flat", _ change: (Int, Int, AstroImage, AstroImage) -> Float
  ) throws -> Sample {
    let scene = try ReferenceScene.named(name).scene
    let reference = try #require(scene.reference)
    var output = reference
    for plane in output.planes.indices {
      for y in 0..<output.height {
        for x in 0..<output.width {
          let index = y * output.width + x
          let noise = scene.noisy.planes[plane][index] - reference.planes[plane][index]
          output.planes[plane][index] += noise * change(x, y, output, reference)
        }
      }
    }
    return Sample(scene: scene, denoised: output)
  }

  @Test("is one everywhere for the input, and half where half of the noise is left")
  func border() throws {
    func profile(_ share: (Int, Int, AstroImage, AstroImage) -> Float) throws -> ErrorProfile {
      try .border(try Self.sample("flat", share), plane: 0, scene: "flat", candidate: "it")
    }
    let input = try profile { _, _, _, _ in 1 }
    let width = try ReferenceScene.named("flat").scene.noisy.width
    #expect(input.places.first == 4 && input.places.count == min(12, width / 16))
    for (value, error) in zip(input.values, input.errors).prefix(6) {
      // A block has 256 pixels: its rms is known to 4.4 %, the median of a ring's blocks better; the noise model to 3 %.
      #expect(abs(value - 1) < 0.08)
      #expect(error > 0 && error < 0.05)
    }
    // The innermost rings have a handful of blocks, some of them a quarter as large.
    for value in input.values.dropFirst(6) { #expect(abs(value - 1) < 0.2) }
    let raw = try profile { x, y, image, _ in
      min(x, y, image.width - 1 - x, image.height - 1 - y) < 8 ? 1 : 0.5
    }
    #expect(abs(raw.values[0] - input.values[0]) < 1e-5)
    for (value, whole) in zip(raw.values, input.values).dropFirst() {
      #expect(abs(value - whole / 2) < 2e-5)
    }
  }

  @Test("is level around seams that are none, and has its spike on the seam that there is")
  func seams() throws {
    let scene = try ReferenceScene.named("flat").scene
    let sigma = Float(try ReferenceScene.named("flat").expected.sky_sigma)
    var seamed = scene.noisy
    for y in 0..<seamed.height {
      for x in 0..<seamed.width where x / 64 % 2 == 1 {
        seamed.planes[0][y * seamed.width + x] += sigma
      }
    }
    let sample = Sample(scene: scene, denoised: seamed)
    let found = try ErrorProfile.seams(sample, plane: 0, scene: "flat", candidate: "it")
    let profile = try #require(found)
    #expect(profile.seam == "columns" && profile.period == 64)
    let spike = try #require(profile.places.firstIndex(of: 0))
    // Of steps of 1 with a scatter of 0.25, the 70 % quantile is 1.13; over the root of 1.0742, which makes it right for noise
    // alone, 1.09. Eight blocks know it to 0.1.
    #expect(abs(profile.values[spike] - 1.09) < 0.2)
    for (place, value) in zip(profile.places, profile.values) where place != 0 {
      #expect(value < 0.5, "at \(place)")
    }
    let place = try StrongestSeam(sample, plane: 0)
    #expect(place?.isBetweenColumns == true && place?.period == 64)
    #expect((place?.place ?? 1) % 64 == 0)
  }

  @Test("rises at the part of every tile where more noise is left, and is level elsewhere")
  func phases() throws {
    let known = try ReferenceScene.named("flat")
    let sigma = Float(known.expected.sky_sigma)
    let tiled = try Self.sample { x, _, _, _ in x % 64 < 8 ? 2 : 1 }
    var output = tiled.denoised
    for index in output.planes[0].indices where index % output.width / 64 % 2 == 1 {
      output.planes[0][index] += sigma
    }
    let sample = Sample(scene: known.scene, denoised: output)
    let profile = try #require(
      try ErrorProfile.phases(sample, plane: 0, scene: "flat", candidate: "it"))
    #expect(profile.period == 64 && profile.seam == "columns" && profile.places.count == 32)
    #expect(profile.places.first == -0.484375 && profile.places.last == 0.484375)
    for (place, value) in zip(profile.places, profile.values) {
      // One of the three tiles is off by one sigma; the eighth after a seam has twice the noise. Two columns of every tile know
      // an rms to 2.5 %, the worst of 32 to three times that, and the noise model is right to 3 %.
      let expected = (place > 0 && place < 0.125 ? 4.0 : 1) + 1 / 3
      #expect(abs(value / expected.squareRoot() - 1) < 0.1, "at \(place): \(value)")
    }
  }

  @Test(
    "counts the noise of every colour, before and after, and says nothing of frames without colour")
  func planes() throws {
    let sample = try Self.sample("rgb") { _, _, _, _ in 0.25 }
    let found = try PlaneNoise.planes(sample, scene: "rgb", candidate: "it")
    #expect(found.map(\.plane) == sample.scene.noisy.channelNames)
    for plane in found {
      #expect(plane.before > 0)
      // Float32 sums.
      #expect(abs(plane.after / plane.before - 0.25) < 1e-3)
    }
    let mono = try Self.sample("flat") { _, _, _, _ in 0.25 }
    #expect(try PlaneNoise.planes(mono, scene: "flat", candidate: "it").isEmpty)
  }

  @Test("is largest in the block that was spoiled")
  func blocks() throws {
    let blocks = try ErrorBlocks(
      try Self.sample("flat") { x, y, _, _ in x / 32 == 2 && y / 32 == 1 ? 1 : 0.1 }, plane: 0)
    let worst = try #require(blocks.rms.indices.max { blocks.rms[$0] < blocks.rms[$1] })
    #expect(worst == blocks.columns + 2)
  }
}
