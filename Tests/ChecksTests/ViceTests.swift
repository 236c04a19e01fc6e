import AstroImages
import Checks
import Evaluation
import Foundation
import Testing

/// Each check moves the right way under the vice that it is for, and stays put for an honest denoiser.
///
/// `good` keeps a quarter of the noise; limits are those of the release preset in the design.
@Suite("Each vice is caught by its check")
struct ViceTests {
  private func value(_ scene: String, _ vice: String, _ id: String, _ part: String? = nil) throws
    -> Double
  {
    let reference = try ReferenceScene.named(scene)
    let check = try #require(Checks.named(id))
    let output = try ReferenceVices.output(vice, reference.scene)
    let outcome = Runner.outcome(
      of: check, on: Sample(scene: reference.scene, denoised: output))
    return try #require(outcome.value(part), "\(scene), \(vice), \(id): \(outcome)")
  }

  @Test("an honest denoiser passes")
  func honest() throws {
    let outcomes = try ReferenceScene.named("starfield").outcomes("good")
    func get(_ id: String) throws -> Double { try #require(outcomes[id]?.value(), "\(id)") }
    #expect(abs(try get("noise-reduction") - 0.25) < 1e-3)
    #expect(abs(try get("fwhm-drift")) < 3)
    #expect(try get("star-loss") < 0.03)
    #expect(try get("false-stars") == 0)
    #expect(abs(try get("flux-gain")) < 1)
    #expect(try get("edge-band") < 1.25)
    #expect(try get("tile-seam") < 8)
    #expect(abs(try get("background-offset")) < 0.05)
    #expect(try get("structured-noise") < 1.1)
    #expect(try get("dynamic-range") < 0.1)
  }

  @Test("the identity loses no star, moves none, and leaves all noise")
  func identity() throws {
    let outcomes = try ReferenceScene.named("starfield").outcomes("identity")
    #expect(outcomes["star-loss"]?.value() == 0)
    #expect(outcomes["noise-reduction"]?.value() == 1)
    #expect(outcomes["rmse-ratio"]?.value() == 1)
    #expect(abs(try #require(outcomes["fwhm-drift"]?.value())) < 5)
    #expect(try #require(outcomes["centroid-shift"]?.value()) < 0.1)
  }

  @Test("a blur widens the stars and fools PSNR")
  func blur() throws {
    #expect(try value("starfield", "blur", "fwhm-drift") > 15)
    #expect(try value("starfield", "blur", "flux-gain") < -1)
    #expect(
      try value("nebula", "blur", "psnr-display") > value("nebula", "good", "psnr-display"))
  }

  @Test("a smear along rows elongates them")
  func smear() throws {
    #expect(try value("starfield", "smear", "ellipticity-drift") > 0.02)
    #expect(try value("starfield", "good", "ellipticity-drift") < 0.02)
  }

  @Test("an eater of faint stars loses them")
  func eaten() throws {
    #expect(try value("starfield", "eaten", "star-loss") > 0.1)
    #expect(try value("starfield", "eaten", "star-loss", "faint (SNR 5-10), net") > 0.1)
    #expect(try value("starfield", "eaten", "star-loss", "strong (SNR 20+)") == 0)
  }

  @Test("a dimmer dims")
  func dimmed() throws {
    #expect(try value("starfield", "dimmed", "photometric-bias") > 100)
    #expect(abs(try value("starfield", "good", "photometric-bias")) < 60)
  }

  @Test("an inventor of stars is counted star by star")
  func invented() throws {
    let perMegapixel = try value("starfield", "invented", "false-stars")
    // 25 stars, some of which fall beside real ones.
    let stars = perMegapixel * 352 * 352 / 1e6
    #expect(stars > 12 && stars < 25.5)
  }

  @Test("an inventor's stars make the output impure where they are, and an honest output is pure")
  func purity() throws {
    let reference = try ReferenceScene.named("starfield")
    func finding(_ vice: String) throws -> Finding {
      let output = try ReferenceVices.output(vice, reference.scene)
      let check = try #require(Checks.named("false-stars"))
      let outcome = Runner.outcome(
        of: check, on: Sample(scene: reference.scene, denoised: output))
      guard case .measured(let finding) = outcome else {
        throw NotApplicable("\(vice): \(outcome)")
      }
      return finding
    }
    let invented = try finding("invented")
    let bins = invented.parts.filter { $0.name.hasPrefix("purity SNR ") }
    let unreal = bins.reduce(0) { $0 + (1 - $1.value) * Double($1.count ?? 0) }
    // Those that rise less than three times the noise are in no bin.
    let count = Double(try #require(invented.count))
    #expect(unreal > 0.5 * count && unreal < count + 1e-6, "\(unreal) of \(count)")
    let honest = try finding("good").parts.filter { $0.name.hasPrefix("purity SNR ") }
    #expect(honest.count >= 3 && honest.allSatisfy { $0.value == 1 })
  }

  @Test("companions are seen")
  func companions() throws {
    #expect(try value("starfield", "companions", "spurious-companions") > 0.1)
    #expect(try value("starfield", "good", "spurious-companions") == 0)
  }

  @Test("merged doubles are missed, sharpened ones split too far")
  func doubles() throws {
    let honest = try value("doubles", "good", "doubles-merged")
    #expect(try value("doubles", "merged", "doubles-merged") < honest - 0.2)
    #expect(try value("doubles", "sharpened", "doubles-oversplit") > 1.2)
    #expect(abs(try value("doubles", "good", "doubles-oversplit") - 1) < 0.1)
  }

  @Test("sharpening leaves dark rings")
  func halo() throws {
    #expect(try value("starfield", "sharpened", "dark-halo") > 0.25)
    #expect(try value("starfield", "good", "dark-halo") < 0.25)
  }

  @Test(
    "seams, lattices, edges and vignettes show on any scene", arguments: ["starfield", "nebula"])
  func frame(_ scene: String) throws {
    #expect(try value(scene, "seams", "tile-seam") > value(scene, "good", "tile-seam") + 4)
    #expect(try value(scene, "checker", "checkerboard") > 40)
    #expect(try value(scene, "good", "checkerboard") < 40)
    #expect(abs(try value(scene, "edge", "edge-band", "bias")) > 0.1)
    #expect(try value(scene, "vignette", "large-scale") > 0.1)
    #expect(try value(scene, "good", "large-scale") < 0.1)
  }

  @Test("an offset is measured in sigma, a gain in percent")
  func levels() throws {
    let sigma = try ReferenceScene.named("starfield").expected.sky_sigma
    let shift =
      try value("starfield", "offset", "background-offset")
      - value("starfield", "good", "background-offset")
    #expect(abs(shift - 16 / sigma) < 1e-6)
    #expect(abs(try value("starfield", "gain", "flux-gain") - 3) < 1)
  }

  @Test("texture smoothed away is missed at both scales of description")
  func plastic() throws {
    #expect(try value("granulation", "plastic", "over-smoothing") > 0.15)
    #expect(try value("granulation", "good", "over-smoothing") < 0.05)
    #expect(
      try value("nebula", "plastic", "faint-texture") < value("nebula", "good", "faint-texture"))
    #expect(try value("granulation", "sharpened", "over-sharpening") > 1.1)
    #expect(try value("granulation", "good", "over-sharpening") < 1.05)
  }

  @Test(
    "faint patches keep their contrast when nothing was done to them, and lose it with the gain")
  func patches() throws {
    #expect(abs(try value("nebula", "good", "faint-patches") - 1) < 0.1)
    let difference =
      try value("nebula", "gain", "faint-patches", "bright (3+ sigma)")
      - value("nebula", "good", "faint-patches", "bright (3+ sigma)")
    #expect(abs(difference - 0.03) < 0.005)
  }

  @Test("holes are counted, coarse levels and clipped shadows seen")
  func dynamicRange() throws {
    #expect(try value("starfield", "hole", "dynamic-range", "non-finite") == 9)
    #expect(try value("starfield", "quantised", "dynamic-range") > 0.5)
    #expect(try value("starfield", "clipped", "dynamic-range", "clipped low") > 1000)
    #expect(try value("starfield", "good", "dynamic-range", "clipped low") == 0)
  }

  @Test("two exposures tell the error that the truth tells")
  func noiseToNoise() throws {
    let outcomes = try ReferenceScene.named("granulation").outcomes("good")
    guard case .measured(let finding)? = outcomes["noise2noise-rmse"] else {
      Issue.record("not measured")
      return
    }
    let interval = try #require(finding.interval)
    #expect(interval.low < 0.25 && interval.high > 0.25)
  }
}
