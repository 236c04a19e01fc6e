import AstroImages
import Evaluation
import Testing
import Vices

/// What a median over stars, a ring of frequencies or a lattice's own frequencies pass over, and which part of a check sees it.
@Suite("Vices that do as much harm one way as the other")
struct ScatterTests {
  private static let stars = Result { try JudgedSky("starfield") }
  private static let doubles = Result { try JudgedSky("doubles") }
  private static let colours = Result { try JudgedSky("rgb") }

  private func part(
    _ name: String, of check: String, _ output: AstroImage,
    on sky: Result<JudgedSky, any Error> = stars
  ) throws -> Double {
    try #require(try sky.get().figure(check, output, part: name), "\(name)")
  }

  @Test("stars that flicker by 10 % scatter by 100 mmag more, and are as bright on average")
  func flicker() throws {
    let piece = try Self.stars.get().piece
    let output = StarFlicker(dose: 0.1).output(on: piece)
    let added = try #require(
      try Self.stars.get().finding("photometric-bias", output).parts
        .first { $0.name == "added scatter, SNR 50-150" })
    // A tenth in millimagnitudes, and sure of half of it at least.
    let interval = try #require(added.interval)
    #expect(interval.low < 108.6 && interval.high > 108.6, "\(added)")
    #expect(interval.low > 54)
    #expect(try part("added scatter, SNR 50-150", of: "photometric-bias", piece.honest) == 0)
    #expect(try part("added scatter, SNR 50-150", of: "photometric-bias", piece.scene.noisy) == 0)
  }

  @Test("a bent frame scatters its stars by the waves' height, and moves no corner")
  func warp() throws {
    let piece = try Self.stars.get().piece
    let output = ElasticWarp(dose: 0.3).output(on: piece)
    // Sines along both axes: 0.3 px in all, by robust deviations a quarter more or less.
    let added = try part("added scatter, SNR 50-150", of: "centroid-shift", output)
    #expect((0.2...0.5).contains(added), "\(added)")
    #expect(try part("across the field", of: "centroid-shift", output) < 0.1)
    #expect(try part("added scatter, SNR 50-150", of: "centroid-shift", piece.honest) == 0)
  }

  @Test("a frame sharp at one side and blurred at the other scatters widths, and keeps the median")
  func focus() throws {
    let piece = try Self.stars.get().piece
    let output = UnevenFocus(dose: 0.8).output(on: piece)
    #expect(try part("added scatter, SNR 150+", of: "fwhm-drift", output) > 5)
    #expect(try part("added scatter, SNR 150+", of: "fwhm-drift", piece.honest) == 0)
    #expect(try part("across the field", of: "fwhm-drift", output) > 10)
    #expect(try part("across the field", of: "fwhm-drift", piece.honest) < 2)
  }

  @Test("waves of 160 px make the frame uneven, which gradients of two hundredths do not")
  func ripple() throws {
    let piece = try Self.stars.get().piece
    // A product of two sines has half of its height as its deviation.
    let uneven = try part("unevenness", of: "large-scale", Ripple(dose: 0.4).output(on: piece))
    #expect(abs(uneven - 0.2) < 0.06, "\(uneven)")
    for output in [piece.honest, piece.scene.noisy, Vignetting(dose: 0.02).output(on: piece)] {
      #expect(try part("unevenness", of: "large-scale", output) < 0.02)
    }
  }

  @Test("stripes of any period are found with their height; the input's own are nobody's fault")
  func stripes() throws {
    let piece = try Self.stars.get().piece
    let output = Moire(dose: 0.15).output(on: piece)
    #expect(try part("strongest stripes", of: "checkerboard", output) > 40)
    #expect(abs(try part("period of the stripes", of: "checkerboard", output) - 5.3) < 0.1)
    // A frequency between two of the transform's is seen with two thirds of its height at least.
    let height = try part("amplitude of the stripes", of: "checkerboard", output)
    #expect((0.09...0.16).contains(height), "\(height)")
    for output in [piece.honest, piece.scene.noisy] {
      #expect(
        try Self.stars.get().figure("checkerboard", output, part: "strongest stripes") == 0)
    }
  }

  @Test("a slanting line stands out by its length, and is no row or column")
  func streaks() throws {
    let piece = try Self.stars.get().piece
    let slant = "strongest slanting line"
    #expect(try part(slant, of: "row-banding", StreakInventor(dose: 1).output(on: piece)) > 10)
    for output in [piece.honest, piece.scene.noisy] {
      #expect(try part(slant, of: "row-banding", output) < 1)
    }
  }

  @Test("dark pixels are counted as they were made, and the input's own are not")
  func holes() throws {
    let piece = try Self.stars.get().piece
    let strays = try part(
      "stray pixels", of: "dynamic-range", ColdPixels(dose: 80).output(on: piece))
    // Some fall on stars, where nobody looks.
    #expect((50...85).contains(strays), "\(strays)")
    for output in [piece.honest, piece.scene.noisy] {
      #expect(try part("stray pixels", of: "dynamic-range", output) == 0)
    }
  }

  @Test("saturated stars that lose half of their light lose it, and no other figure says so")
  func burnt() throws {
    let piece = try Self.stars.get().piece
    let lost = "saturated light lost"
    let output = BurntCores(dose: 0.5).output(on: piece)
    #expect(BurntCores(dose: 0.5).applies(to: piece))
    #expect(abs(try part(lost, of: "dynamic-range", output) - 0.5) < 0.01)
    #expect(try part(lost, of: "dynamic-range", piece.scene.noisy) < 0.01)
  }

  @Test("a glow around bright stars stands above the truth")
  func glow() throws {
    let piece = try Self.stars.get().piece
    #expect(try part("glow", of: "dark-halo", BrightHalos(dose: 1.5).output(on: piece)) > 0.5)
    for output in [piece.honest, Blur(dose: 0.01).output(on: piece)] {
      #expect(try part("glow", of: "dark-halo", output) < 0.2)
    }
  }

  @Test("the fainter star of a double gains what the brighter one loses")
  func equaliser() throws {
    let piece = try Self.doubles.get().piece
    let share = "the fainter star's share, growth"
    let even = DoublesEqualiser(dose: 1).output(on: piece)
    #expect(try part(share, of: "doubles-merged", even, on: Self.doubles) > 0.1)
    for output in [piece.honest, piece.scene.noisy] {
      #expect(abs(try part(share, of: "doubles-merged", output, on: Self.doubles)) < 0.03)
    }
  }

  @Test("hues that turn scatter the stars' colours")
  func hues() throws {
    let piece = try Self.colours.get().piece
    let added = "added scatter, red-blue"
    let turned = HueRotation(dose: 20).output(on: piece)
    #expect(try part(added, of: "colour-shift", turned, on: Self.colours) > 20)
    #expect(try part(added, of: "colour-shift", piece.honest, on: Self.colours) == 0)
  }
}
