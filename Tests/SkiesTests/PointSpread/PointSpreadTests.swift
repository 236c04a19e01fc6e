import Foundation
import Skies
import Testing

@Suite("Point spread")
struct PointSpreadTests {
  @Test("stars widen to the corners and point to the centre where the optics say so")
  func variation() {
    let spread = PointSpread(fwhm: 3, curvature: 0.2, tilt: 0.1, coma: 0.1)
    let centre = spread.profile(x: 50, y: 50, width: 101, height: 101)
    #expect(abs(centre.fwhm - 3) < 1e-12 && centre.ellipticity < 1e-12)
    let corner = spread.profile(x: 100, y: 100, width: 101, height: 101)
    #expect(abs(corner.fwhm - 3 * 1.25) < 1e-12)
    #expect(abs(corner.ellipticity - 0.1) < 1e-12)
    #expect(abs(corner.angle - Double.pi / 4) < 1e-12)
    let left = spread.profile(x: 0, y: 50, width: 101, height: 101)
    #expect(abs(left.fwhm - 3 * (1 + 0.1 - 0.05)) < 1e-12)
  }

  @Test("imaging conserves flux and turns a point into the profile")
  func imaging() {
    var field = Field(width: 97, height: 64)
    field[40, 30] = 1000
    let spread = PointSpread(fwhm: 3.2)
    let image = spread.imaged(field)
    #expect(abs(image.sum - 1000) < 1e-6)
    let profile = spread.nominal
    for (x, y) in [(40, 30), (42, 29), (36, 35)] {
      let expected = 1000 * profile.pixel(Double(x - 40), Double(y - 30))
      // The kernel is cut at 8 FWHM and normalised: all its values are 0.1 % higher.
      #expect(abs(image[x, y] / expected - 1) < 2e-3)
    }
  }

  @Test("imaging keeps a level up to the borders")
  func level() {
    let image = PointSpread(fwhm: 5).imaged(Field(width: 70, height: 65, fill: 12))
    #expect(image.values.allSatisfy { abs($0 - 12) < 1e-9 })
  }
}

@Suite("Star photometry")
struct StarPhotometryTests {
  @Test(
    "the ratio agrees with a finely integrated reference to the 0.03 % that its 25 x 25 points leave"
  )
  func ratio() throws {
    for reference in try References.load().photometry {
      let photometry = StarPhotometry(
        profile: MoffatProfile(fwhm: reference.fwhm, beta: reference.beta),
        backgroundVariance: reference.background)
      let ratio = photometry.signalToNoise(electrons: reference.electrons)
      #expect(abs(ratio / reference.ratio - 1) < 3e-4, "FWHM \(reference.fwhm)")
    }
  }

  @Test("the flux for a ratio gives that ratio", arguments: [0.1, 3, 15, 600, 20_000])
  func inverse(target: Double) {
    let photometry = StarPhotometry(
      profile: MoffatProfile(fwhm: 2, beta: 3), backgroundVariance: 90)
    let electrons = photometry.electrons(forSignalToNoise: target)
    #expect(abs(photometry.signalToNoise(electrons: electrons) / target - 1) < 1e-9)
  }
}
