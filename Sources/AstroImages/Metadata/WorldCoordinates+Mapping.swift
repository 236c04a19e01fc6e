internal import Glibc

private let degree = Double.pi / 180

extension WorldCoordinates {
  /// The place on the sky of a pixel, in degrees: longitude (right ascension) from 0 to 360, latitude (declination).
  public func sky(x: Double, y: Double) -> SIMD2<Double> {
    var (u, v) = (x - pixel.x, y - pixel.y)
    if !distortion.isEmpty {
      var (du, dv) = (0.0, 0.0)
      for term in distortion {
        let power = pow(u, term[0]) * pow(v, term[1])
        du += term[2] * power
        dv += term[3] * power
      }
      u += du
      v += dv
    }
    var plane = SIMD2(matrix[0] * u + matrix[1] * v, matrix[2] * u + matrix[3] * v)
    if projection == .tpv { plane = distorted(plane) }
    let theta = nativeLatitude(radius: hypot(plane.x, plane.y) * degree)
    let phi = atan2(plane.x, -plane.y) - poleLongitude * degree
    let (sine, cosine) = (Glibc.sin(place.y * degree), cos(place.y * degree))
    let latitude = asin(
      min(max(Glibc.sin(theta) * sine + cos(theta) * cosine * cos(phi), -1), 1))
    let longitude =
      place.x * degree
      + atan2(
        -cos(theta) * Glibc.sin(phi), Glibc.sin(theta) * cosine - cos(theta) * sine * cos(phi))
    var degrees = (longitude / degree).truncatingRemainder(dividingBy: 360)
    if degrees < 0 { degrees += 360 }
    return SIMD2(degrees, latitude / degree)
  }

  /// The pixel that shows a place, by Newton's steps on ``sky(x:y:)``; `nil` where they do not settle.
  public func pixel(of target: SIMD2<Double>) -> SIMD2<Double>? {
    /// Degrees east and north of the target on its tangent plane.
    func offset(_ x: Double, _ y: Double) -> SIMD2<Double>? {
      let here = sky(x: x, y: y)
      let turn = (here.x - target.x) * degree
      let (a, b) = (here.y * degree, target.y * degree)
      let depth = Glibc.sin(a) * Glibc.sin(b) + cos(a) * cos(b) * cos(turn)
      guard depth > 0.01 else { return nil }
      return SIMD2(
        cos(a) * Glibc.sin(turn) / depth / degree,
        (Glibc.sin(a) * cos(b) - cos(a) * Glibc.sin(b) * cos(turn)) / depth / degree)
    }
    var (x, y) = (pixel.x, pixel.y)
    for _ in 0..<30 {
      guard let here = offset(x, y), let right = offset(x + 1, y), let above = offset(x, y + 1)
      else { return nil }
      let (dx, dy) = (right - here, above - here)
      let determinant = dx.x * dy.y - dy.x * dx.y
      guard determinant != 0, determinant.isFinite else { return nil }
      let stepX = (here.x * dy.y - dy.x * here.y) / determinant
      let stepY = (dx.x * here.y - here.x * dx.y) / determinant
      x -= stepX
      y -= stepY
      guard x.isFinite, y.isFinite else { return nil }
      if hypot(stepX, stepY) < 1e-7 { return SIMD2(x, y) }
    }
    return nil
  }

  /// The native latitude, in radians, of what falls at a distance from the centre.
  private func nativeLatitude(radius: Double) -> Double {
    let zenith: Double
    switch projection {
    case .tan, .tpv: zenith = atan(radius)
    case .sin: zenith = asin(min(radius, 1))
    case .arc: zenith = radius
    case .stg: zenith = 2 * atan(radius / 2)
    case .zea: zenith = 2 * asin(min(radius / 2, 1))
    case .zpn: zenith = zenithDistance(radius: radius)
    }
    return Double.pi / 2 - zenith
  }

  /// ZPN: the root of `sum PV2_m z^m = r` near `z = r`.
  private func zenithDistance(radius: Double) -> Double {
    guard latitudeTerms.count > 1 else { return radius }
    var z = radius / (latitudeTerms[1] == 0 ? 1 : latitudeTerms[1])
    for _ in 0..<30 {
      var (value, slope) = (-radius, 0.0)
      for (m, term) in latitudeTerms.enumerated() {
        value += term * pow(z, Double(m))
        if m > 0 { slope += Double(m) * term * pow(z, Double(m - 1)) }
      }
      guard slope != 0 else { break }
      let step = value / slope
      z -= step
      if abs(step) < 1e-15 { break }
    }
    return z
  }

  /// TPV's polynomial on the plane of projection, in degrees.
  private func distorted(_ plane: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(
      Self.polynomial(longitudeTerms, plane.x, plane.y),
      Self.polynomial(latitudeTerms, plane.y, plane.x))
  }

  private static func polynomial(_ terms: [Double], _ x: Double, _ y: Double) -> Double {
    guard !terms.isEmpty else { return x }
    let r = hypot(x, y)
    var powers = [1, x, y, r]
    for order in 2...7 {
      for k in 0...order { powers.append(pow(x, Double(order - k)) * pow(y, Double(k))) }
      if !order.isMultiple(of: 2) { powers.append(pow(r, Double(order))) }
    }
    var sum = 0.0
    for (term, power) in zip(terms, powers) { sum += term * power }
    return sum
  }
}
