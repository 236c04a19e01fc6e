package import AstroImages
package import SkyMeasurement

private import Foundation

/// One frame of a stack beside what the other frames say of the same sky: its reference, in which it has no part.
package struct StackView: Sendable {
  package let stack: String
  package let frame: String
  package let channel: String
  package let window: FrameWindow
  /// The frame's own pixels in the window, as the file has them, its bad ones mended.
  package let noisy: Plane
  /// The mean of the other frames on this frame's grid, in its units.
  package let reference: Plane
  /// The means of two halves of the other frames; `nil` where there is one other frame.
  package let halves: (first: Plane, second: Plane)?
  /// How many other frames made the reference.
  package let others: Int
  /// Of two frames: the other one's part of the variance of their difference.
  package let partnerShare: Double
  /// Whether a frame of the reference was interpolated.
  package let isInterpolated: Bool
  /// Pixels that this frame and the reference have.
  package let usable: Mask
  /// Usable pixels away from stars.
  package let sky: Mask
  /// What spectra leave out and inpaint: round stars, and pixels that are not usable.
  package let hidden: Mask
  /// How many pixels were left out because this frame alone shows something there.
  package let strayPixels: Int
  /// Stars of the reference with their signal-to-noise in this frame, isolated where marked so.
  package let catalogue: SourceCatalogue
  package let fwhm: Double
  /// The variance of this frame's noise on the sky, free of the reference's.
  package let noiseVariance: Double
  /// The variance of the reference's noise on the sky.
  package let referenceVariance: Double
  package let saturation: Double
  package let fullScale: Double

  package var width: Int { window.width }
  package var height: Int { window.height }
  package var noise: Double { max(noiseVariance, 0).squareRoot() }

  /// Per pixel what the reference's own noise adds to a squared difference, without bias.
  ///
  /// With halves a quarter of their squared difference: the mean `(a + b) / 2` of two independent halves has exactly that
  /// expected noise. With one other frame its part of `(N - R)^2`.
  package func referenceNoise(at i: Int) -> Double {
    if let halves {
      let d = halves.first.values[i] - halves.second.values[i]
      return 0.25 * d * d
    }
    let d = noisy.values[i] - reference.values[i]
    return partnerShare * d * d
  }

  /// Looks at member `index` of a stack through a window of its own pixels.
  ///
  /// `matchesSky`: whether the other frames' skies are bent to this one's; a simulated stack needs no bending.
  package init(
    _ stack: ExposureStack, member index: Int, channel number: Int, window: FrameWindow,
    matchesSky: Bool = true
  ) throws {
    let own = stack.members[index]
    let channel = own.exposure.channels[number]
    self.stack = stack.name
    frame = own.exposure.name
    self.channel = channel.name
    self.window = window
    fullScale = own.exposure.fullScale
    saturation = channel.saturation
    let noisy = channel.mended.cut(window)
    let bad = channel.bad.mask.cut(window)
    guard let back = own.registration.map.inverse else {
      throw ExposureError("\(frame): its registration cannot be turned round")
    }
    var halves = [Accumulator(window), Accumulator(window)]
    var gains: [Double] = []
    var share = 0.5
    var turn = 0
    for (j, other) in stack.members.enumerated() where j != index {
      let light = other.exposure.channels[number]
      let factor = other.scale[number] / own.scale[number]
      var seen = light.mended.resampled(
        onto: window, by: other.registration.map.after(back), spline: light.spline,
        bad: light.bad.mask)
      for i in 0..<seen.plane.count { seen.plane.values[i] *= factor }
      guard seen.valid.fraction > 0.05 else { continue }
      if matchesSky {
        var good = seen.valid
        for i in 0..<good.values.count where bad.values[i] { good.values[i] = false }
        let shift = SkyMatch.difference(of: seen.plane, from: noisy, where: good)
        for i in 0..<shift.count { seen.plane.values[i] += shift.values[i] }
      }
      halves[turn % 2].add(seen)
      gains.append(seen.noiseGain)
      let theirs = light.noise * light.noise * factor * factor * seen.noiseGain
      share = theirs / (theirs + channel.noise * channel.noise)
      turn += 1
    }
    guard turn > 0 else {
      throw ExposureError(
        "\(frame): no other frame shows its window; the frames overlap too little")
    }
    others = turn
    isInterpolated = gains.contains { $0 != 1 }
    let first = halves[0].mean
    let second = turn > 1 ? halves[1].mean : nil
    var usable = Mask(width: window.width, height: window.height)
    var reference = noisy
    for i in 0..<noisy.count where !bad.values[i] && first.valid.values[i] {
      guard second?.valid.values[i] ?? true else { continue }
      usable.values[i] = true
      reference.values[i] =
        second.map { 0.5 * ($0.plane.values[i] + first.plane.values[i]) } ?? first.plane.values[i]
    }
    guard usable.count >= 4096 else {
      throw ExposureError(
        "\(frame): \(usable.count) pixels in common with the other frames; 4096 are needed")
    }
    self.noisy = noisy
    self.reference = reference
    self.halves = second.map { (first.plane, $0.plane) }
    partnerShare = turn > 1 ? 0 : share

    // The stars, against the sky's noise alone: the frames' difference at bright stars is seeing as much as noise.
    let size = (noisy.width, noisy.height)
    let level = channel.noise
    let spread =
      PointSpreadEstimate(
        in: reference, noise: max(reference.pixelNoise, 1e-3 * level), fullScale: fullScale)
      ?? PointSpreadEstimate(stated: min(max(own.exposure.fwhm ?? 3, 1.2), 15))
    fwhm = spread.fwhm
    var stars = Self.peaks(of: reference, above: level)
    var round = Mask(width: size.0, height: size.1)
    var found = try SourceCatalogue(
      detectedIn: reference,
      noise: NoiseModel(constant: level * level, slope: 0, lowestLevel: 0),
      pointSpread: spread, fullScale: fullScale)
    Self.markIsolated(&found, fwhm: spread.fwhm)
    found.sources = found.sources.filter { source in
      let (x, y) = (Int(source.x.rounded()), Int(source.y.rounded()))
      return x >= 0 && y >= 0 && x < size.0 && y < size.1 && usable.values[y * size.0 + x]
    }
    for i in found.sources.indices {
      let source = found.sources[i]
      let radius = Self.reach(signalToNoise: source.signalToNoise, fwhm: spread.fwhm)
      stars.formDisc(x: source.x, y: source.y, radius: radius)
      if source.role == "star" { round.formDisc(x: source.x, y: source.y, radius: radius) }
      let peak = noisy.largest(near: source.x, source.y, within: spread.fwhm)
      if peak >= channel.saturation { found.sources[i].isSaturated = true }
    }
    for i in 0..<noisy.count where noisy.values[i] >= channel.saturation {
      stars.values[i] = true
      round.values[i] = true
    }
    var sky = usable
    for i in 0..<sky.values.count where stars.values[i] { sky.values[i] = false }
    // A field without sky is compared where it can be.
    if sky.count < 2048 { sky = usable }
    let strays = Self.strays(in: noisy, beside: reference, where: sky, noise: level)
    for i in 0..<sky.values.count where strays.values[i] {
      sky.values[i] = false
      usable.values[i] = false
    }
    self.usable = usable
    for i in 0..<round.values.count where !usable.values[i] { round.values[i] = true }
    hidden = round
    strayPixels = strays.count
    self.sky = sky

    var (own2, other2, count) = (0.0, 0.0, 0)
    for i in 0..<noisy.count where sky.values[i] {
      let d = noisy.values[i] - reference.values[i]
      let r: Double
      if turn > 1, let second {
        let e = first.plane.values[i] - second.plane.values[i]
        r = 0.25 * e * e
      } else {
        r = share * d * d
      }
      own2 += d * d - r
      other2 += r
      count += 1
    }
    noiseVariance = own2 / Double(max(count, 1))
    referenceVariance = other2 / Double(max(count, 1))
    catalogue = found
  }

  /// Pixels of the sky that differ from the other frames' mean by more than eight deviations, and their neighbours: warm
  /// pixels, cosmic rays, trails. Noise alone never differs so much, so that nothing is chosen by its noise.
  private static func strays(
    in noisy: Plane, beside reference: Plane, where sky: Mask, noise: Double
  ) -> Mask {
    let difference = noisy - reference
    let scatter = OrderStatistics.robustSigma(difference.selected(by: sky.values))
    let limit = 8 * max(scatter, noise)
    var mask = Mask(width: sky.width, height: sky.height)
    for i in 0..<difference.count where sky.values[i] && abs(difference.values[i]) > limit {
      mask.values[i] = true
    }
    return mask.values.contains(true) ? mask.dilated(steps: 1) : mask
  }

  /// Pixels that rise above their surroundings as stars and cores do, and three pixels round them.
  ///
  /// The reference is smoothed first, so that no pixel is chosen by its noise: one deviation of a single frame is more than
  /// five deviations of the smoothed reference. What is broader than six pixels stays: nebulae belong to the sky here.
  private static func peaks(of reference: Plane, above noise: Double) -> Mask {
    let fine = reference.smoothed(sigma: 1.5) - reference.smoothed(sigma: 6)
    var mask = Mask(width: reference.width, height: reference.height)
    for i in 0..<reference.count where fine.values[i] > noise { mask.values[i] = true }
    return mask.dilated(steps: 3)
  }

  /// Marks stars on which shape and light can be measured: round, and no neighbour of a twentieth of their light within four
  /// FWHM.
  private static func markIsolated(_ catalogue: inout SourceCatalogue, fwhm: Double) {
    let sources = catalogue.sources
    let index = PointIndex(sources.map { SIMD2($0.x, $0.y) }, reach: 4 * fwhm)
    for i in sources.indices {
      let isAlone = !index.near(SIMD2(sources[i].x, sources[i].y), within: 4 * fwhm).contains {
        $0.index != i && sources[$0.index].flux > 0.05 * sources[i].flux
      }
      catalogue.sources[i].isIsolated = sources[i].role == "star" && isAlone
    }
  }

  /// How far a star's light reaches, in pixels, as the checks of simulated frames have it.
  private static func reach(signalToNoise: Double, fwhm: Double) -> Double {
    let core = log10(max(signalToNoise / 5, 1))
    let wing = log10(max(signalToNoise / 150, 1))
    return fwhm * (1.3 + 1.1 * core + 1.6 * wing)
  }

  /// A running mean of frames with holes.
  private struct Accumulator {
    var sum: Plane
    var count: [Int]

    init(_ window: FrameWindow) {
      sum = Plane(width: window.width, height: window.height, repeating: 0)
      count = [Int](repeating: 0, count: sum.count)
    }

    mutating func add(_ seen: Resampled) {
      for i in 0..<sum.count where seen.valid.values[i] {
        sum.values[i] += seen.plane.values[i]
        count[i] += 1
      }
    }

    var mean: (plane: Plane, valid: Mask) {
      var plane = sum
      var valid = Mask(width: sum.width, height: sum.height)
      for i in 0..<sum.count where count[i] > 0 {
        plane.values[i] = sum.values[i] / Double(count[i])
        valid.values[i] = true
      }
      return (plane, valid)
    }
  }
}

extension Plane {
  package func cut(_ window: FrameWindow) -> Plane {
    var result: [Double] = []
    result.reserveCapacity(window.width * window.height)
    for y in window.y..<(window.y + window.height) {
      result += values[(y * width + window.x)..<(y * width + window.x + window.width)]
    }
    return Plane(width: window.width, height: window.height, values: result)
  }

  fileprivate func largest(near x: Double, _ y: Double, within reach: Double) -> Double {
    let r = Int(reach.rounded(.up))
    let (column, row) = (Int(x.rounded()), Int(y.rounded()))
    var value = -Double.infinity
    for v in max(row - r, 0)...min(row + r, height - 1) {
      for u in max(column - r, 0)...min(column + r, width - 1) { value = max(value, self[u, v]) }
    }
    return value
  }
}

extension Mask {
  package func cut(_ window: FrameWindow) -> Mask {
    var result = Mask(width: window.width, height: window.height)
    for y in 0..<window.height {
      for x in 0..<window.width {
        result.values[y * window.width + x] = values[(y + window.y) * width + x + window.x]
      }
    }
    return result
  }
}
