package import Randomness
package import SkyMeasurement
package import Skies

private import Foundation

/// What is injected into a frame, pass by pass: ladders of stars, doubles and faint patches, away from real light.
package struct InjectionPlan: Sendable {
  package struct Star: Equatable, Sendable {
    package var x: Double
    package var y: Double
    package var signalToNoise: Double
    package var flux: Double
  }

  package struct Pair: Equatable, Sendable {
    package var first: Star
    package var second: Star
    /// In units of the FWHM, and magnitudes.
    package var separation: Double
    package var magnitudeDifference: Double
  }

  package struct Patch: Equatable, Sendable {
    package var x: Double
    package var y: Double
    package var radius: Double
    /// In units of a pixel's noise, and of the frame.
    package var amplitudeInSigma: Double
    package var amplitude: Double
  }

  package struct Pass: Sendable {
    package var stars: [Star] = []
    package var doubles: [Pair] = []
    package var patches: [Patch] = []
  }

  package static let signalLadder: [Double] = [3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50, 100]
  package static let separations: [Double] = [0.8, 1, 1.25, 1.5, 2, 3]
  package static let magnitudeDifferences: [Double] = [0, 1, 2]
  package static let primaries: [Double] = [60, 200]
  package static let amplitudes: [Double] = [0.1, 0.2, 0.35, 0.5, 0.75, 1.5, 3]
  /// Radii of patches in pixels: the largest that finds room for a whole ladder.
  package static let patchRadii = [16.0, 10, 6]

  package let passes: [Pass]

  /// Plans `count` passes of each kind.
  ///
  /// - Parameters:
  ///   - forbidden: pixels of real light, bad pixels and borders, where nothing is put.
  ///   - noise: the sky's deviation in the frame's units; `gain`: electrons a unit, for the shot noise of the light itself.
  ///   - random: positions and angles follow from its seed and name alone.
  package init(
    profile: MoffatProfile, forbidden: Mask, noise: Double, gain: Double?, count: Int,
    random: RandomSource
  ) {
    let photometry = Self.Photometry(profile: profile, noise: noise, gain: gain)
    let fwhm = profile.fwhm
    var passes: [Pass] = []
    var step = (star: 0, double: 0, patch: 0)
    for number in 0..<count {
      var places = Places(
        forbidden, spacing: max(10 * fwhm, 20), margin: 8 * fwhm + 2,
        random: random.split("stars \(number)"))
      var pass = Pass()
      for place in places.next(400, clearance: 2.5 * fwhm) {
        let ratio = Self.signalLadder[step.star % Self.signalLadder.count]
        pass.stars.append(
          Star(
            x: place.x, y: place.y, signalToNoise: ratio,
            flux: photometry.flux(signalToNoise: ratio)))
        step.star += 1
      }
      passes.append(pass)
      passes.append(
        Self.doubles(
          number, &step.double, photometry, forbidden, fwhm, random.split("doubles \(number)")))
      pass = Pass()
      var radius = Self.patchRadii[0]
      var room: [SIMD2<Double>] = []
      for size in Self.patchRadii where room.count < Self.amplitudes.count {
        radius = size
        places = Places(
          forbidden, spacing: 4.2 * radius, margin: 2.1 * radius,
          random: random.split("patches \(number)"))
        room = places.next(200, clearance: radius)
      }
      for place in room {
        let amplitude = Self.amplitudes[step.patch % Self.amplitudes.count]
        pass.patches.append(
          Patch(
            x: place.x, y: place.y, radius: radius, amplitudeInSigma: amplitude,
            amplitude: amplitude * noise))
        step.patch += 1
      }
      passes.append(pass)
    }
    self.passes = passes
  }

  private static func doubles(
    _ number: Int, _ step: inout Int, _ photometry: Photometry, _ forbidden: Mask, _ fwhm: Double,
    _ random: RandomSource
  ) -> Pass {
    var random = random
    var pass = Pass()
    var places = Places(
      forbidden, spacing: max(14 * fwhm, 24), margin: 14 * fwhm + 4, random: random.split("places"))
    let kinds = separations.flatMap { s in
      magnitudeDifferences.flatMap { m in primaries.map { (s, m, $0) } }
    }
    for place in places.next(400, clearance: 4 * fwhm) {
      let (separation, difference, primary) = kinds[step % kinds.count]
      step += 1
      let angle = random.uniform(0, 2 * Double.pi)
      let half = 0.5 * separation * fwhm
      let flux = photometry.flux(signalToNoise: primary)
      let other = flux * pow(10, -0.4 * difference)
      pass.doubles.append(
        Pair(
          first: Star(
            x: place.x - half * cos(angle), y: place.y - half * sin(angle), signalToNoise: primary,
            flux: flux),
          second: Star(
            x: place.x + half * cos(angle), y: place.y + half * sin(angle),
            signalToNoise: photometry.signalToNoise(flux: other), flux: other),
          separation: separation, magnitudeDifference: difference))
    }
    return pass
  }

  /// Fluxes of a signal-to-noise: Horne's optimal extraction (PASP 98, 609, 1986) with the light's own shot noise.
  struct Photometry {
    private let shares: [Double]
    private let variance: Double
    private let gain: Double?

    init(profile: MoffatProfile, noise: Double, gain: Double?) {
      let half = Int((3 * profile.fwhm).rounded(.up))
      shares = (-half...half).flatMap { y in
        (-half...half).map { x in profile.pixel(Double(x), Double(y)) }
      }
      variance = noise * noise
      self.gain = gain
    }

    func signalToNoise(flux: Double) -> Double {
      shares.reduce(0.0) { sum, share in
        let light = flux * share
        return sum + light * light / (variance + (gain.map { light / $0 } ?? 0))
      }.squareRoot()
    }

    func flux(signalToNoise wanted: Double) -> Double {
      var (low, high) = (0.0, variance.squareRoot())
      while signalToNoise(flux: high) < wanted && high < 1e30 { high *= 2 }
      for _ in 0..<80 {
        let middle = 0.5 * (low + high)
        if signalToNoise(flux: middle) < wanted { low = middle } else { high = middle }
      }
      return 0.5 * (low + high)
    }
  }

  /// Places that are free, and far from each other.
  private struct Places {
    let forbidden: Mask
    let spacing: Double
    let margin: Double
    var random: RandomSource
    private var taken: [SIMD2<Int>: [SIMD2<Double>]] = [:]

    init(_ forbidden: Mask, spacing: Double, margin: Double, random: RandomSource) {
      self.forbidden = forbidden
      self.spacing = spacing
      self.margin = margin
      self.random = random
    }

    mutating func next(_ most: Int, clearance: Double) -> [SIMD2<Double>] {
      let (w, h) = (Double(forbidden.width), Double(forbidden.height))
      guard w > 2 * margin + 2, h > 2 * margin + 2 else { return [] }
      var found: [SIMD2<Double>] = []
      for _ in 0..<(most * 60) where found.count < most {
        let place = SIMD2(
          random.uniform(margin, w - 1 - margin), random.uniform(margin, h - 1 - margin))
        let cell = SIMD2(Int(place.x / spacing), Int(place.y / spacing))
        var isFree = !isForbidden(place, clearance)
        for dy in -1...1 where isFree {
          for dx in -1...1 where isFree {
            for other in taken[cell &+ SIMD2(dx, dy)] ?? [] {
              if hypot(other.x - place.x, other.y - place.y) < spacing { isFree = false }
            }
          }
        }
        guard isFree else { continue }
        taken[cell, default: []].append(place)
        found.append(place)
      }
      return found
    }

    /// Whether a tenth of the pixels within a distance are forbidden, or the middle is.
    private func isForbidden(_ place: SIMD2<Double>, _ reach: Double) -> Bool {
      let r = max(Int(reach.rounded(.up)), 1)
      let (x, y) = (Int(place.x.rounded()), Int(place.y.rounded()))
      if forbidden.values[y * forbidden.width + x] { return true }
      var (count, total) = (0, 0)
      for v in max(y - r, 0)...min(y + r, forbidden.height - 1) {
        for u in max(x - r, 0)...min(x + r, forbidden.width - 1) {
          total += 1
          if forbidden.values[v * forbidden.width + u] { count += 1 }
        }
      }
      return count * 50 > total
    }
  }
}
