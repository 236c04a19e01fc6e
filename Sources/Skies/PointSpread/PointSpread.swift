import Foundation

/// How a telescope images a point, all over its field.
///
/// The profile is Moffat's; its width grows quadratically from the centre of the field (field curvature) and linearly across
/// it (tilt), and an ellipticity that points to the centre grows with the square of the distance (coma, astigmatism).
public struct PointSpread: Hashable, Codable, Sendable {
  /// Full width at half maximum at the centre of the field, in pixels.
  public var fwhm: Double
  public var beta: Double
  /// The ellipticity everywhere (tracking, wind), and its direction in radians.
  public var ellipticity: Double
  public var angle: Double
  /// The relative growth of the FWHM from the centre to the corners: 0.2 means 20 % wider stars there.
  public var curvature: Double
  /// The relative growth of the FWHM from the left border's middle to the right one's.
  public var tilt: Double
  /// The radial ellipticity that is added in the corners.
  public var coma: Double

  public init(
    fwhm: Double = 3.2, beta: Double = 3.5, ellipticity: Double = 0, angle: Double = 0,
    curvature: Double = 0, tilt: Double = 0, coma: Double = 0
  ) {
    self.fwhm = fwhm
    self.beta = beta
    self.ellipticity = ellipticity
    self.angle = angle
    self.curvature = curvature
    self.tilt = tilt
    self.coma = coma
  }

  /// Whether stars have one shape all over the field.
  public var isUniform: Bool { curvature == 0 && tilt == 0 && coma == 0 }

  /// The profile at the centre of the field.
  public var nominal: MoffatProfile {
    MoffatProfile(fwhm: fwhm, beta: beta, ellipticity: ellipticity, angle: angle)
  }

  /// The profile at a pixel of a frame.
  public func profile(x: Double, y: Double, width: Int, height: Int) -> MoffatProfile {
    if isUniform { return nominal }
    let u = 2 * x / Double(max(width - 1, 1)) - 1
    let v = 2 * y / Double(max(height - 1, 1)) - 1
    let square = 0.5 * (u * u + v * v)
    let scale = max(1 + curvature * square + 0.5 * tilt * u, 0.3)
    // Ellipticities add as spin-2 vectors.
    let radial = atan2(v, u)
    let first = ellipticity * cos(2 * angle) + coma * square * cos(2 * radial)
    let second = ellipticity * sin(2 * angle) + coma * square * sin(2 * radial)
    return MoffatProfile(
      fwhm: fwhm * scale, beta: beta,
      ellipticity: min((first * first + second * second).squareRoot(), 0.9),
      angle: 0.5 * atan2(second, first))
  }
}

extension PointSpread {
  /// The plane as this point spread images it, by FFT with borders continued by reflection; flux is conserved.
  ///
  /// The nominal profile stands for the whole field, cut at 8 FWHM, where less than 1 % of its flux is left at beta 2.5.
  package func imaged(_ field: Field) -> Field {
    let margin = min(Int((8 * fwhm).rounded(.up)), min(field.width, field.height))
    let width = Self.smoothSize(field.width + 2 * margin)
    let height = Self.smoothSize(field.height + 2 * margin)
    var padded = Field(width: width, height: height)
    for y in 0..<height {
      let row = reflected(y - margin, field.height) * field.width
      for x in 0..<width {
        padded.values[y * width + x] = field.values[row + reflected(x - margin, field.width)]
      }
    }
    var kernel = Field(width: width, height: height)
    let profile = nominal
    for y in -margin...margin {
      for x in -margin...margin {
        kernel[(x + width) % width, (y + height) % height] = profile.pixel(Double(x), Double(y))
      }
    }
    let total = kernel.sum
    let image = FourierTransform(width: width, height: height).convolved(padded, with: kernel)
    var result = Field(width: field.width, height: field.height)
    for y in 0..<field.height {
      for x in 0..<field.width { result[x, y] = image[x + margin, y + margin] / total }
    }
    return result
  }

  /// The next size whose only prime factors are 2, 3 and 5, which FFTW transforms fast.
  private static func smoothSize(_ size: Int) -> Int {
    var candidate = size
    while true {
      var rest = candidate
      for prime in [2, 3, 5] { while rest % prime == 0 { rest /= prime } }
      if rest == 1 { return candidate }
      candidate += 1
    }
  }
}
