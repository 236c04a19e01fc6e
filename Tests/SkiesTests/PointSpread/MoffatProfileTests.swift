import Foundation
import Skies
import Testing

@Suite("Moffat profile")
struct MoffatProfileTests {
  @Test("a pixel's share of the flux agrees with adaptive quadrature to 1e-5 of the peak")
  func pixels() throws {
    for reference in try References.load().moffat {
      let profile = MoffatProfile(fwhm: reference.fwhm, beta: reference.beta)
      let difference = abs(profile.pixel(reference.x, reference.y) - reference.flux)
      #expect(difference < 1e-5 * profile.pixel(0, 0), "FWHM \(reference.fwhm)")
    }
  }

  @Test(
    "the pixels of a stamp hold the flux that the profile has inside it", arguments: [1.8, 3.2, 6])
  func flux(fwhm: Double) {
    let profile = MoffatProfile(fwhm: fwhm, beta: 3.5, ellipticity: 0.15, angle: 0.4)
    var sum = 0.0
    for y in -150...150 { for x in -150...150 { sum += profile.pixel(Double(x) + 0.3, Double(y)) } }
    // What lies beyond 150 px, by the integral of the round profile: at most 1e-5 at FWHM 6.
    let alpha = MoffatProfile.scaleLength(fwhm: fwhm, beta: 3.5)
    let beyond = pow(1 + 150 * 150 / (alpha * alpha), -2.5)
    #expect(abs(sum - 1) < beyond + 2e-5)
  }

  @Test("the density halves at half of the full width", arguments: [0.0, 0.2])
  func halfMaximum(ellipticity: Double) {
    let profile = MoffatProfile(fwhm: 4, beta: 2.8, ellipticity: ellipticity, angle: 0.7)
    let stretch = pow((1 + ellipticity) / (1 - ellipticity), 0.25)
    let long = 2 * stretch
    let short = 2 / stretch
    let centre = profile.density(0, 0)
    #expect(abs(profile.density(long * cos(0.7), long * sin(0.7)) / centre - 0.5) < 1e-12)
    #expect(abs(profile.density(-short * sin(0.7), short * cos(0.7)) / centre - 0.5) < 1e-12)
  }

  @Test("second moments of the rendered ellipse have the stated distortion and direction")
  func moments() {
    let profile = MoffatProfile(fwhm: 4, beta: 4.765, ellipticity: 0.2, angle: 0.5)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for y in -40...40 {
      for x in -40...40 {
        let light = profile.pixel(Double(x), Double(y)) * exp(-0.02 * Double(x * x + y * y))
        xx += light * Double(x * x)
        xy += light * Double(x * y)
        yy += light * Double(y * y)
      }
    }
    #expect(abs(0.5 * atan2(2 * xy, xx - yy) - 0.5) < 1e-3)
    #expect(xx > yy)
  }
}
