package import AstroImages
package import SkyMeasurement

private import Foundation
private import Skies

/// One frame of a stack, prepared: its planes of light, what is bad in them, and its stars.
package struct Exposure: Sendable {
  /// One plane of light.
  package struct Channel: Sendable {
    package var name: String
    /// Values as the file has them, missing ones too.
    package var plane: Plane
    /// Values with bad pixels mended, for resampling and detection.
    package var mended: Plane
    package var bad: BadPixels
    /// The deviation of a pixel on the sky.
    package var noise: Double
    package var saturation: Double
    package var spline: CubicSpline
  }

  package let name: String
  /// What a candidate is given: planes of light only, a mosaic as four planes of half the size.
  package let image: AstroImage
  package let isMosaic: Bool
  package let fullScale: Double
  package let coordinates: WorldCoordinates?
  package let facts: FrameFacts
  package let sha256: String
  package let channels: [Channel]
  /// Stars brightest first, and their width in pixels, from the middle plane.
  package let stars: [SIMD2<Double>]
  package let fwhm: Double?

  package var width: Int { image.width }
  package var height: Int { image.height }

  /// Prepares a frame that was read.
  package init(name: String, image whole: AstroImage, sha256: String) throws {
    let pattern = whole.channels == 1 ? whole.bayerPattern : nil
    let image =
      pattern == nil ? whole.ofLight : whole.superPixels(names: pattern?.rawValue ?? "RGGB")
    guard min(image.width, image.height) >= 64 else {
      throw ExposureError(
        "\(name): \(image.width) x \(image.height) pixels is too small; 64 x 64 are needed")
    }
    self.name = name
    self.image = image
    isMosaic = pattern != nil
    fullScale = whole.fullScale
    coordinates = WorldCoordinates(whole.metadata)
    facts = FrameFacts(whole.metadata)
    self.sha256 = sha256
    let fullScale = whole.fullScale
    channels = try image.planes.enumerated().map { index, values in
      let plane = Plane(width: image.width, height: image.height, values: values)
      let noise = FrameNoise(plane: values, width: image.width).sigma
      guard values.contains(where: \.isFinite) else {
        throw ExposureError("\(name): holds no finite pixel")
      }
      guard noise > 0 else {
        throw ExposureError("\(name): shows no noise, so it is no exposure to compare with")
      }
      let saturation = BadPixels.saturation(of: plane, fullScale: fullScale, noise: noise)
      let bad = BadPixels(in: plane, saturation: saturation, noise: noise)
      guard bad.mask.fraction < 0.9 else {
        throw ExposureError("\(name): nine tenths of its pixels are missing or saturated")
      }
      let mended = bad.mended(plane)
      return Channel(
        name: image.channelNames[index], plane: plane, mended: mended, bad: bad, noise: noise,
        saturation: saturation, spline: CubicSpline(mended))
    }
    let middle = channels[channels.count / 2]
    let spread = PointSpreadEstimate(in: middle.mended, noise: middle.noise, fullScale: fullScale)
    fwhm = spread?.fwhm
    stars = Self.stars(of: middle, fwhm: spread?.fwhm ?? 3)
  }

  /// Whether another frame holds the same pixels, under whatever name: their noise is one, and neither can judge the other.
  package func isSameExposure(as other: Exposure) -> Bool {
    image.width == other.image.width && image.channels == other.image.channels
      && zip(image.planes, other.image.planes).allSatisfy { a, b in
        a.elementsEqual(b) { $0 == $1 || ($0.isNaN && $1.isNaN) }
      }
  }

  /// The places of up to 400 stars above eight deviations, brightest first.
  private static func stars(of channel: Channel, fwhm: Double) -> [SIMD2<Double>] {
    let detector = LoweredGaussian(fwhm: fwhm)
    return detector.detections(
      in: channel.mended, above: 8 * channel.noise * detector.relativeError
    )
    .sorted { ($1.amplitude, $0.y, $0.x) < ($0.amplitude, $1.y, $1.x) }
    .prefix(400).map { SIMD2($0.x, $0.y) }
  }
}

extension AstroImage {
  /// The planes that are light.
  package var ofLight: AstroImage {
    guard lightPlanes.count < planes.count else { return self }
    return AstroImage(
      width: width, height: height, planes: lightPlanes.map { planes[$0] },
      channelNames: lightPlanes.map { channelNames[$0] }, sampleFormat: sampleFormat,
      metadata: metadata)
  }

  /// A mosaic's four kinds of pixels as planes of half the size: no value is mixed, so noise stays white.
  package func superPixels(names: String) -> AstroImage {
    let (w, h) = (width / 2, height / 2)
    let letters = Array(names)
    var used: [Character: Int] = [:]
    var titles: [String] = []
    var cut: [[Float]] = []
    for position in 0..<4 {
      let letter = position < letters.count ? letters[position] : "L"
      used[letter, default: 0] += 1
      let isDouble = letters.count { $0 == letter } > 1
      titles.append(isDouble ? "\(letter)\(used[letter] ?? 1)" : String(letter))
      var plane = [Float](repeating: 0, count: w * h)
      for y in 0..<h {
        for x in 0..<w {
          plane[y * w + x] = planes[0][(2 * y + position / 2) * width + 2 * x + position % 2]
        }
      }
      cut.append(plane)
    }
    return AstroImage(
      width: w, height: h, planes: cut, channelNames: titles, sampleFormat: sampleFormat,
      metadata: ImageMetadata(
        format: metadata.format,
        entries: metadata.entries.filter {
          !["BAYERPAT", "COLORTYP", "XBAYROFF", "YBAYROFF"].contains($0.key.uppercased())
        }))
  }
}
