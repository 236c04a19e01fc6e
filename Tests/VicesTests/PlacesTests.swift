import AstroImages
import Evaluation
import Foundation
import Testing
import Vices

@Suite("Vices that a frame's middle or average does not show")
struct PlacesTests {
  private static let sky = Result { try JudgedSky("starfield") }

  private func figure(_ check: String, _ output: AstroImage, part: String? = nil) throws -> Double {
    try #require(try Self.sky.get().figure(check, output, part: part))
  }

  /// The corners are 361 px from the middle; the honest output's own noise moves a corner by a hundredth of a pixel.
  @Test("a frame that is turned or enlarged moves its corners and no star on average")
  func field() throws {
    let piece = try Self.sky.get().piece
    let radius = 0.5 * hypot(511, 511)
    for (output, moved) in [
      (piece.honest, 0), (Rotation(dose: 0.06).output(on: piece), 0.06 * .pi / 180 * radius),
      (Zoom(dose: 0.1).output(on: piece), 0.001 * radius),
      (Shift(dose: 0.15).output(on: piece), 0),
    ] {
      let corner = try figure("centroid-shift", output, part: "across the field")
      #expect(abs(corner - moved) < 0.04, "\(corner) for \(moved)")
    }
    for output in [Rotation(dose: 0.06).output(on: piece), Zoom(dose: 0.1).output(on: piece)] {
      #expect(try figure("centroid-shift", output, part: "SNR 150+") < 0.05)
    }
  }

  @Test(
    "a quarter of the tiles left noisy leaves the frame's figure and raises the noisiest tenth to one"
  )
  func patches() throws {
    let piece = try Self.sky.get().piece
    let patchy = PatchyDenoiser(dose: 1).output(on: piece)
    #expect(try figure("noise-reduction", patchy) < 0.4)
    // The same noise before and after: the quotient is exact but for rounding.
    let tenth = "in the noisiest tenth"
    #expect(abs(try figure("noise-reduction", piece.honest, part: tenth) - 0.25) < 0.001)
    #expect(abs(try figure("noise-reduction", patchy, part: tenth) - 1) < 0.001)
  }

  @Test("single dark columns stand out as lines and are no bands")
  func columns() throws {
    let piece = try Self.sky.get().piece
    let line = "strongest single line"
    let dark = DeadColumns(dose: 0.5).output(on: piece)
    #expect(try figure("row-banding", dark) < 1.1)
    #expect(try figure("row-banding", dark, part: line) > 5)
    #expect(try figure("row-banding", piece.honest, part: line) < 1)
    // What the input has already is not counted against the output.
    #expect(try figure("row-banding", piece.scene.noisy, part: line) == 0)
  }

  @Test("the gain of extended light is asked for where there is some that is no gradient")
  func extendedLight() throws {
    let part = "gain of extended light"
    let stars = try JudgedSky("starfield", gradient: 4)
    for output in [stars.piece.honest, RingMaker(dose: 0.05).output(on: stars.piece)] {
      #expect(try stars.figure("large-scale", output, part: part) == nil)
    }
    let nebula = try JudgedSky("nebula")
    let dimmed = NebulaDimmer(dose: 0.2).output(on: nebula.piece)
    let gain = try #require(try nebula.figure("large-scale", dimmed, part: part))
    #expect(abs(gain - 0.8) < 0.04, "\(gain)")
    let kept = try #require(try nebula.figure("large-scale", nebula.piece.honest, part: part))
    #expect(abs(kept - 1) < 0.02, "\(kept)")
  }

  @Test("the noise on the outermost of coarse steps is not cut off; what is cut off piles up")
  func steps() throws {
    let piece = try Self.sky.get().piece
    for dose in [0.3, 0.5, 0.8] {
      let coarse = Quantisation(dose: dose).output(on: piece)
      #expect(try figure("dynamic-range", coarse, part: "clipped low") == 0, "\(dose)")
      #expect(try figure("dynamic-range", coarse) > 0.8 * dose, "\(dose)")
    }
    let fine = Quantisation(dose: 0.1).output(on: piece)
    let cut = BlackClipping().output(on: piece.starting(from: fine))
    #expect(try figure("dynamic-range", cut, part: "clipped low") > 1000)
  }

  @Test("dust stands out as a blotch, which neither a pedestal nor a gradient does")
  func dust() throws {
    let piece = try Self.sky.get().piece
    let blotch = "strongest blotch"
    #expect(
      abs(try figure("large-scale", DustMotes(dose: 0.5).output(on: piece), part: blotch) - 0.5)
        < 0.15)
    for even in [piece.scene.noisy, piece.honest, Pedestal(dose: 0.4).output(on: piece)] {
      #expect(try figure("large-scale", even, part: blotch) < 0.02)
    }
    // At the border the surroundings lie to one side: a gradient shows there, below what a blotch must reach to count.
    #expect(try figure("large-scale", Vignetting(dose: 0.5).output(on: piece), part: blotch) < 0.2)
  }
}
