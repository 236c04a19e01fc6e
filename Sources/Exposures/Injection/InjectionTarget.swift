package import AstroImages
import Randomness
package import SkyMeasurement
import Skies

private import Foundation

/// A real frame that artificial light is put into: one plane of it, its profile, its noise, and where there is room.
package struct InjectionTarget: Sendable {
  package let name: String
  package let channel: String
  package let facts: FrameFacts
  package let window: FrameWindow
  /// The plane that is denoised, as the file has it.
  package let plane: Plane
  package let profile: MeasuredProfile
  package let photons: PhotonScale
  package let noise: Double
  package let fullScale: Double
  package let forbidden: Mask
  /// What a reader must know, one sentence each.
  package let notes: [String]

  /// Looks at the middle plane of a frame; of a mosaic, at one of its four planes.
  package init(
    _ exposure: Exposure, side: Int, fwhm: Double? = nil, electronsPerUnit: Double? = nil
  ) throws {
    let channel = exposure.channels[exposure.channels.count / 2]
    let window = FrameWindow.middle(width: exposure.width, height: exposure.height, side: side)
    let plane = channel.mended.cut(window)
    let bad = channel.bad.mask.cut(window)
    var notes: [String] = []
    if let fwhm {
      profile = MeasuredProfile(stated: fwhm)
      notes.append("stars of a stated width of \(Self.text(fwhm)) px, round, Moffat beta 3.5")
    } else if let measured = try MeasuredProfile(
      in: channel.mended, noise: channel.noise, saturation: channel.saturation,
      fullScale: exposure.fullScale)
    {
      profile = measured
      let p = measured.profile
      notes.append(
        "stars as the frame's own: FWHM \(Self.text(p.fwhm)) px, Moffat beta \(Self.text(p.beta)), ellipticity \(Self.text(p.ellipticity)) at \(Self.text(p.angle * 180 / .pi)) degrees, fitted to \(measured.stars) stars"
      )
    } else {
      profile = MeasuredProfile(stated: 3)
      notes.append(
        "the frame shows too few stars to measure its profile: injected stars are round and 3 px wide; state --fwhm if you know it"
      )
    }
    // Real light: whatever rises above the sky once smoothed, and two widths round it.
    let background = try BackgroundMesh(of: plane, cell: 32).level
    let smooth = plane.smoothed(sigma: 1.5)
    var light = Mask(width: plane.width, height: plane.height)
    for i in 0..<plane.count
    where bad.values[i] || smooth.values[i] - background.values[i] > channel.noise {
      light.values[i] = true
    }
    let good = !light.dilated(steps: 2)
    forbidden = light.dilated(steps: Int((2 * profile.profile.fwhm).rounded(.up)))
    let photons = PhotonScale(
      stated: electronsPerUnit, facts: exposure.facts, plane: plane, good: good,
      noise: channel.noise)
    notes.append(
      photons.electronsPerUnit.map {
        "injected light is counted in electrons, \(Self.text($0)) a unit of the file, by \(photons.source)"
      } ?? "electrons a unit follow from \(photons.source)")
    if exposure.isMosaic {
      notes.append("a Bayer mosaic: its \(channel.name) pixels as a plane of half the size")
    } else if exposure.channels.count > 1 {
      notes.append("the plane \(channel.name) of \(exposure.channels.count)")
    }
    self.photons = photons
    name = exposure.name
    self.channel = channel.name
    facts = exposure.facts
    self.window = window
    self.plane = channel.plane.cut(window)
    noise = channel.noise
    fullScale = exposure.fullScale
    self.notes = notes
  }

  /// What is injected in every pass, by a seed and the frame's name.
  package func plan(passes: Int, seed: UInt64) -> InjectionPlan {
    InjectionPlan(
      profile: profile.profile, forbidden: forbidden, noise: noise,
      gain: photons.electronsPerUnit, count: passes,
      random: RandomSource(seed: seed, name: "inject/" + name))
  }

  /// The noise-free light of a pass, and the frame with that light as its camera would have counted it.
  package func injected(
    _ pass: InjectionPlan.Pass, number: Int, seed: UInt64
  ) -> (light: Plane, image: AstroImage) {
    var light = InjectedLight(width: plane.width, height: plane.height)
    let floor = 0.002 * noise
    for star in pass.stars + pass.doubles.flatMap({ [$0.first, $0.second] }) {
      light.addStar(
        x: star.x, y: star.y, flux: star.flux, profile: profile.profile, floor: floor)
    }
    for patch in pass.patches {
      light.addDisc(x: patch.x, y: patch.y, radius: patch.radius, brightness: patch.amplitude)
    }
    var random = RandomSource(seed: seed, name: "photons/" + name).split("\(number)")
    let counted = light.counted(electronsPerUnit: photons.electronsPerUnit, random: &random)
    return (
      Plane(width: plane.width, height: plane.height, values: light.light.values),
      image(zip(plane.values, counted).map { Float($0 + $1) })
    )
  }

  /// The frame without anything added.
  package var untouched: AstroImage { image(plane.values.map { Float($0) }) }

  private func image(_ values: [Float]) -> AstroImage {
    AstroImage(width: plane.width, height: plane.height, planes: [values])
  }

  static func text(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == 0 && value != 0 ? "\(value)" : "\(rounded)"
  }
}
