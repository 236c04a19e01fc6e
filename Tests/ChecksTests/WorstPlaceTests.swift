import AstroImages
import Checks
import Evaluation
import Testing

@Suite("the worst places of an output")
struct WorstPlaceTests {
  /// The flat scene's input, changed, with the noise of its sky.
  private static func places(
    _ name: String = "flat", _ change: (inout [Float], Int, Float) -> Void
  ) throws -> [WorstPlace] {
    let known = try ReferenceScene.named(name)
    var output = known.scene.noisy
    change(&output.planes[0], output.width, Float(known.expected.sky_sigma))
    return WorstPlace.all(Sample(scene: known.scene, denoised: output), plane: 0)
  }

  @Test("are none of the untouched input, which lost nothing and got no line, blotch or seam")
  func none() throws {
    let checks = try Self.places { _, _, _ in }.map(\.check)
    #expect(Set(checks).isDisjoint(with: ["row-banding", "large-scale", "tile-seam"]))
  }

  @Test("are the column that is off, the blotch, and the seam, where each was made")
  func made() throws {
    let places = try Self.places { values, width, sigma in
      for index in values.indices {
        let (x, y) = (index % width, index / width)
        if x == 77 { values[index] -= 6 * sigma }
        if x / 64 % 2 == 1 { values[index] += 3 * sigma }
        let (dx, dy) = (x - 96, y - 96)
        if dx * dx + dy * dy < 400 { values[index] += 10 * sigma }
      }
    }
    func place(_ check: String) throws -> WorstPlace {
      try #require(places.first { $0.check == check }, "\(check)")
    }
    let line = try place("row-banding")
    #expect(line.place.x == 77 && line.what.hasPrefix("column 77 stands out by"))
    // Cells lie every sixteen pixels.
    let blotch = try place("large-scale")
    #expect(abs(blotch.place.x - 96) <= 16 && abs(blotch.place.y - 96) <= 16)
    let seam = try place("tile-seam")
    #expect(seam.place.x.truncatingRemainder(dividingBy: 64) == 0)
  }

  @Test("are the patch that was wiped out, of those that stay")
  func patch() throws {
    let scene = try ReferenceScene.named("nebula").scene
    let labels = try #require(scene.patches).labels
    let reference = try #require(scene.reference)
    func mean(_ label: Int) -> Double {
      let pixels = labels.indices.filter { Int(labels[$0]) == label }
      return pixels.reduce(0) { $0 + Double(reference.planes[0][$1]) } / Double(pixels.count)
    }
    let numbers = Set(labels.map { Int($0) }.filter { $0 > 0 })
    let contrasts = numbers.filter { labels.contains(numericCast(-$0)) }
      .map { (label: $0, contrast: mean($0) - mean(-$0)) }
    let brightest = try #require(contrasts.max { $0.contrast < $1.contrast })
    var output = reference
    for index in labels.indices where Int(labels[index]) == brightest.label {
      output.planes[0][index] -= Float(brightest.contrast)
    }
    let places = WorstPlace.all(Sample(scene: scene, denoised: output), plane: 0)
    let worst = try #require(places.first { $0.check == "faint-patches" })
    let (column, row) = (Int(worst.place.x.rounded()), Int(worst.place.y.rounded()))
    #expect(Int(labels[row * reference.width + column]) == brightest.label, "\(worst)")
    #expect(worst.what.hasSuffix(" sigma keeps 0 % of its contrast"), "\(worst.what)")
  }
}
