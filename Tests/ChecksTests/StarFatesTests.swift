import AstroImages
import Checks
import Evaluation
import Foundation
import Testing

/// What single stars are said to have become agrees with what was done to the frame.
@Suite("The fate of single stars")
struct StarFatesTests {
  private func fates(_ vice: String) throws -> (
    stars: [StarFates.Known], renditions: [CropStar.Rendition]
  ) {
    let scene = try ReferenceScene.named("starfield").scene
    return try fates(of: try ReferenceVices.output(vice, scene), in: scene)
  }

  private func fates(of output: AstroImage, in scene: EvaluationScene) throws -> (
    stars: [StarFates.Known], renditions: [CropStar.Rendition]
  ) {
    let fates = try StarFates(scene, plane: 0)
    let sample = Sample(scene: scene, denoised: output)
    return (fates.known, try fates.renditions(of: sample, candidate: "one").known)
  }

  private func median(_ values: [Double?]) throws -> Double {
    let known = values.compactMap { $0 }.sorted()
    try #require(known.count >= 10)
    return known[known.count / 2]
  }

  @Test("a blur lowers peaks and widens, and moves nothing")
  func blur() throws {
    let found = try fates("blur").renditions
    #expect(try median(found.map(\.widthChange)) > 15)
    #expect(try median(found.map(\.peakChange)) < -15)
    #expect(abs(try median(found.map(\.shiftX))) < 0.02)
    #expect(abs(try median(found.map(\.ellipticityChange))) < 0.02)
  }

  @Test("a smear along rows makes stars longer")
  func smear() throws {
    #expect(try median(try fates("smear").renditions.map(\.ellipticityChange)) > 0.02)
  }

  @Test("a frame that is shifted to the right and down has all stars there")
  func shifted() throws {
    let scene = try ReferenceScene.named("starfield").scene
    let reference = try #require(scene.reference)
    var output = reference
    let (width, height) = (reference.width, reference.height)
    for y in stride(from: height - 1, through: 1, by: -1) {
      for x in stride(from: width - 1, through: 1, by: -1) {
        output.planes[0][y * width + x] = reference.planes[0][(y - 1) * width + x - 1]
      }
    }
    let found = try fates(of: output, in: scene).renditions
    // The centre is found to a few thousandths of a pixel; neighbours pull it in a crowded field.
    #expect(abs(try median(found.map(\.shiftX)) - 1) < 0.01)
    #expect(abs(try median(found.map(\.shiftY)) - 1) < 0.01)
  }

  @Test("the nearest neighbour is the nearest of the catalogue, near by")
  func neighbours() throws {
    let scene = try ReferenceScene.named("starfield").scene
    let sources = try #require(scene.catalogue?.sources)
    for star in try fates("good").stars {
      let nearest = sources.filter { $0.id != star.id }
        .map { hypot($0.x - star.x, $0.y - star.y) }.min()
      let expected = nearest.flatMap { $0 <= 10 * scene.pointSpreadFWHM ? $0 : nil }
      #expect(star.neighbourDistance == expected)
      #expect(star.isClipped == (sources.first { $0.id == star.id }?.isSaturated))
    }
  }
}
