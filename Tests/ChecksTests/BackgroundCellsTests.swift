import AstroImages
import Checks
import Evaluation
import Testing

@Suite("the background, cell by cell")
struct BackgroundCellsTests {
  private static func profiles(
    _ change: (Int, Int, Int, Int) -> Float
  ) throws -> [BackgroundProfile.Axis: BackgroundProfile] {
    let scene = try ReferenceScene.named("flat").scene
    let reference = try #require(scene.reference)
    var output = reference
    for y in 0..<output.height {
      for x in 0..<output.width {
        output.planes[0][y * output.width + x] += change(x, y, output.width, output.height)
      }
    }
    let cells = try BackgroundCells(Sample(scene: scene, denoised: output), plane: 0)
    return Dictionary(
      uniqueKeysWithValues: BackgroundProfile.Axis.allCases.map {
        ($0, cells.profile($0, scene: "flat", candidate: "it"))
      })
  }

  @Test("are zero, without an error, where nothing was changed")
  func unchanged() throws {
    for profile in try Self.profiles({ _, _, _, _ in 0 }).values {
      #expect(profile.values.count > 3)
      #expect(profile.values.allSatisfy { $0 == 0 } && profile.errors.allSatisfy { $0 == 0 })
    }
  }

  @Test(
    "rise along the axis of a gradient by its size in the sky's noise, and stay level along the other"
  )
  func gradient() throws {
    let sigma = try ReferenceScene.named("flat").expected.sky_sigma
    let found = try Self.profiles { x, _, width, _ in
      Float(sigma) * (Float(x) / Float(width - 1) - 0.5)
    }
    let (x, y) = (try #require(found[.x]), try #require(found[.y]))
    for (place, value) in zip(x.places, x.values) {
      // A cell's median lies within half a pixel of its middle; the engine's sigma within a few per cent of the oracle's.
      #expect(abs(value - (place - 0.5)) < 0.03, "at \(place)")
    }
    for value in y.values { #expect(abs(value) < 0.01) }
  }

  @Test("fall towards the corners of a vignette")
  func vignette() throws {
    let sigma = Float(try ReferenceScene.named("flat").expected.sky_sigma)
    let found = try Self.profiles { x, y, width, height in
      let u = 2 * Float(x) / Float(width) - 1
      let v = 2 * Float(y) / Float(height) - 1
      return -sigma * (u * u + v * v) / 2
    }
    let radius = try #require(found[.radius])
    #expect(zip(radius.values, radius.values.dropFirst()).allSatisfy { $0 > $1 })
    #expect(try #require(radius.values.last) < -0.7)
    #expect(try #require(radius.values.first) > -0.1)
  }
}
