package import AstroImages
package import Evaluation
import SkyMeasurement

/// Whether a denoised half of a stack is as like the other half as the untouched one was.
package enum HalfStackCorrelation {
  package static let metadata = CheckMetadata(
    id: "stack-correlation", title: "Agreement of two half stacks", question: .faintSignal,
    rationale:
      "Two halves of the exposures share the sky and nothing else: what makes a denoised half less like the other was lost or made up.",
    unit: "correlation", direction: .higherIsBetter, lowerBound: -2, upperBound: 2,
    needs: [.secondExposure])

  /// The largest fall of the correlation with the other, untouched half, over rings where the untouched halves agree.
  package static func outcome(
    _ halves: HalfStacks, first: AstroImage, second: AstroImage
  ) -> CheckOutcome {
    do {
      var worst: Finding?
      for channel in halves.first.planes.indices {
        let finding = try measure(halves, first, second, channel)
        if finding.value < worst?.value ?? .infinity { worst = finding }
      }
      guard let worst else { return .notApplicable(reason: "no plane of light") }
      return ExposureChecks.finite(worst)
    } catch let error as NotApplicable {
      return .notApplicable(reason: error.reason)
    } catch {
      return .failed(message: "\(error)")
    }
  }

  private static func measure(
    _ halves: HalfStacks, _ first: AstroImage, _ second: AstroImage, _ channel: Int
  ) throws -> Finding {
    let (w, h) = (halves.first.width, halves.first.height)
    guard first.width == w, first.height == h, second.width == w, second.height == h,
      channel < first.channels, channel < second.channels
    else { throw ExposureError("a denoised half stack is not on its input's grid") }
    var mask = Mask(width: w, height: h)
    for image in [halves.first, halves.second, first, second] {
      for i in 0..<(w * h) where !image.planes[channel][i].isFinite { mask.values[i] = true }
    }
    guard mask.fraction < 0.5 else {
      throw NotApplicable("the halves have less than half of the window in common")
    }
    let planes = [halves.first, halves.second, first, second].map { image in
      var plane = Plane(width: w, height: h, values: image.planes[channel])
      for i in 0..<plane.count where mask.values[i] { plane.values[i] = 0 }
      return plane
    }
    mask.addStars(of: planes[0], and: planes[1])
    let correlation = try HalfCorrelation(
      raw: (planes[0], planes[1]), output: (planes[2], planes[3]), filling: mask)
    let rings = correlation.rings.filter { $0.input > max($0.halfBit, 3 * $0.error) }
    guard let start = rings.first else {
      throw NotApplicable("the two halves agree at no spatial frequency")
    }
    func change(_ ring: HalfCorrelation.Ring) -> Double { ring.mixed - ring.input }
    let worst = rings.reduce(start) { change($1) < change($0) ? $1 : $0 }
    var parts: [Finding.Part] = []
    for (name, value) in [
      ("half-bit frequency of the untouched halves", correlation.cutOff { $0.input }),
      ("half-bit frequency of the denoised halves", correlation.cutOff { $0.denoised }),
    ] {
      if let value { parts.append(Finding.Part(name, value, unit: "cycles/px")) }
    }
    for ring in correlation.rings {
      parts.append(Finding.Part("untouched, \(ring.name)", ring.input, unit: "correlation"))
      parts.append(Finding.Part("denoised, \(ring.name)", ring.denoised, unit: "correlation"))
      parts.append(
        Finding.Part("one denoised, \(ring.name)", ring.mixed, unit: "correlation"))
    }
    let half = 1.96 * worst.error
    return Finding(
      change(worst), interval: .around(change(worst), half),
      count: rings.count, countUnit: "rings", parts: parts)
  }
}

extension Mask {
  /// Masks what both planes show as bright peaks, two pixels wide and more: stars belong to the checks of stars.
  fileprivate mutating func addStars(of first: Plane, and second: Plane) {
    let mean = first.combined(with: second) { 0.5 * ($0 + $1) }
    let noise = mean.pixelNoise
    guard noise > 0 else { return }
    let detector = LoweredGaussian(fwhm: 3)
    for peak in detector.detections(in: mean, above: 10 * noise * detector.relativeError) {
      let height = peak.amplitude / (noise * detector.relativeError)
      formDisc(x: peak.x, y: peak.y, radius: min(5 + height.squareRoot() / 4, 30))
    }
  }
}
