internal import Glibc

/// Where on the sky a frame's pixels lie, as its FITS header says.
///
/// Calabretta and Greisen, "Representations of celestial coordinates in FITS" (A&A 395, 1077, 2002): zenithal projections
/// TAN, SIN, ARC, STG, ZEA and ZPN, the registered TPV, and the SIP distortion (Shupe et al. 2005). Pixels are 0-based with
/// integers at pixel centres, degrees on the sky.
public struct WorldCoordinates: Equatable, Sendable {
  /// A zenithal projection: how far from its centre the sphere's points fall.
  enum Projection: String, Sendable {
    case tan = "TAN"
    case sin = "SIN"
    case arc = "ARC"
    case stg = "STG"
    case zea = "ZEA"
    case zpn = "ZPN"
    case tpv = "TPV"
  }

  let projection: Projection
  /// The reference pixel, 0-based, and its place on the sky in degrees: longitude, latitude.
  let pixel: SIMD2<Double>
  let place: SIMD2<Double>
  /// Degrees a pixel: `[d lon/dx, d lon/dy, d lat/dx, d lat/dy]` on the plane of projection.
  let matrix: SIMD4<Double>
  /// The native longitude of the celestial pole, in degrees.
  let poleLongitude: Double
  /// PVi_m of the longitude and of the latitude axis.
  let longitudeTerms: [Double]
  let latitudeTerms: [Double]
  /// SIP's terms `(p, q, a, b)` of `u^p v^q`.
  let distortion: [SIMD4<Double>]

  /// Reads a header; `nil` where it states no celestial coordinates of a known kind.
  public init?(_ metadata: ImageMetadata) {
    let types = [1, 2].map { metadata["CTYPE\($0)"]?.trimmingSpaces().uppercased() ?? "" }
    let isLatitude = types.map { $0.hasPrefix("DEC") || $0.prefix(4).hasSuffix("LAT") }
    let isLongitude = types.map {
      $0.hasPrefix("RA-") || $0 == "RA" || $0.prefix(4).hasSuffix("LON") || $0.hasPrefix("HPLN")
    }
    let isHelioprojective = types.map { $0.hasPrefix("HPLT") }
    let lat = (0..<2).filter { isLatitude[$0] || isHelioprojective[$0] }
    let lon = (0..<2).filter { isLongitude[$0] }
    guard lat.count == 1, lon.count == 1, lat[0] != lon[0] else { return nil }
    let (longitude, latitude) = (lon[0] + 1, lat[0] + 1)
    let parts = types[lat[0]].split(separator: "-")
    guard parts.count >= 2, let projection = Projection(rawValue: String(parts[1])) else {
      return nil
    }
    func number(_ key: String) -> Double? { metadata.number(key) }
    guard let x = number("CRPIX1"), let y = number("CRPIX2"),
      let across = number("CRVAL\(longitude)"), let up = number("CRVAL\(latitude)"), abs(up) <= 90
    else { return nil }
    guard let linear = Self.linear(metadata, longitude: longitude, latitude: latitude) else {
      return nil
    }
    func terms(_ axis: Int) -> [Double] {
      let found = (0..<40).map { number("PV\(axis)_\($0)") }
      guard let last = found.lastIndex(where: { $0 != nil }) else { return [] }
      return found[...last].map { $0 ?? 0 }
    }
    let pv = (longitude: terms(longitude), latitude: terms(latitude))
    // SCAMP writes TPV's terms under the name of TAN; PV1_0 to PV1_4 alone may mean other things there.
    let isHidden = projection == .tan && max(pv.longitude.count, pv.latitude.count) > 5
    self.projection = isHidden ? .tpv : projection
    pixel = SIMD2(x - 1, y - 1)
    place = SIMD2(across, up)
    matrix = linear
    poleLongitude = number("LONPOLE") ?? (up >= 90 ? 0 : 180)
    longitudeTerms = pv.longitude
    latitudeTerms = pv.latitude
    distortion = parts.count >= 3 && parts[2] == "SIP" ? Self.sip(metadata) : []
  }

  /// The linear part from CD, PC with CDELT, or CDELT with CROTA2.
  private static func linear(
    _ metadata: ImageMetadata, longitude: Int, latitude: Int
  ) -> SIMD4<Double>? {
    func number(_ key: String) -> Double? { metadata.number(key) }
    let keys = [longitude, latitude].flatMap { axis in [1, 2].map { "CD\(axis)_\($0)" } }
    var matrix: SIMD4<Double>
    if keys.contains(where: { number($0) != nil }) {
      matrix = SIMD4(keys.map { number($0) ?? 0 })
    } else {
      guard let a = number("CDELT\(longitude)"), let b = number("CDELT\(latitude)") else {
        return nil
      }
      // Units other than degrees (arcsec of solar headers) come to degrees.
      func unit(_ axis: Int) -> Double {
        metadata["CUNIT\(axis)"]?.trimmingSpaces().lowercased() == "arcsec" ? 1.0 / 3600 : 1
      }
      let turn = (number("CROTA2") ?? 0) * Double.pi / 180
      let hasRotation = number("CROTA2") != nil && number("PC1_1") == nil
      func share(_ axis: Int, _ other: Int) -> Double {
        if hasRotation {
          if axis == other { return cos(turn) }
          return axis == longitude ? -Glibc.sin(turn) * (b / a) : Glibc.sin(turn) * (a / b)
        }
        return number("PC\(axis)_\(other)") ?? (axis == other ? 1 : 0)
      }
      matrix = SIMD4(
        a * unit(longitude) * share(longitude, 1), a * unit(longitude) * share(longitude, 2),
        b * unit(latitude) * share(latitude, 1), b * unit(latitude) * share(latitude, 2))
    }
    let determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2]
    return determinant != 0 && determinant.isFinite ? matrix : nil
  }

  private static func sip(_ metadata: ImageMetadata) -> [SIMD4<Double>] {
    let orders = ["A", "B"].map { Int(metadata.number("\($0)_ORDER") ?? 0) }
    let order = min(max(orders[0], orders[1]), 9)
    var terms: [SIMD4<Double>] = []
    for p in 0...max(order, 0) {
      for q in 0...max(order - p, 0) {
        let a = metadata.number("A_\(p)_\(q)") ?? 0
        let b = metadata.number("B_\(p)_\(q)") ?? 0
        if a != 0 || b != 0 { terms.append(SIMD4(Double(p), Double(q), a, b)) }
      }
    }
    return terms
  }

  /// The size of a pixel in arcseconds: the root of its area.
  public var pixelScale: Double {
    abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]).squareRoot() * 3600
  }
}
