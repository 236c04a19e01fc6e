private import CSEP

/// A star's light inside a circle of 1.5 FWHM, above the median of the ring from 4 to 6 FWHM.
package enum AperturePhotometry {
  /// The flux at every place, in image units; SEP's exact overlap of circle and pixels.
  package static func fluxes(
    in plane: Plane, at places: [SIMD2<Double>], fwhm: Double
  ) throws(SkyMeasurementError) -> [Double] {
    let radius = 1.5 * fwhm
    let area = Double.pi * radius * radius
    var sums = [Double](repeating: 0, count: places.count)
    var failure: Int32 = 0
    plane.values.withUnsafeBytes { bytes in
      var image = sep_image()
      image.data = UnsafeRawPointer(bytes.baseAddress)
      image.dtype = SEP_TDOUBLE
      image.w = Int32(plane.width)
      image.h = Int32(plane.height)
      for (i, place) in places.enumerated() {
        var (error, covered) = (0.0, 0.0)
        var flag: Int16 = 0
        let status = sep_sum_circle(
          &image, place.x, place.y, radius, 0, 0, 0, &sums[i], &error, &covered, &flag)
        if status != 0 { failure = status }
      }
    }
    guard failure == 0 else { throw SkyMeasurementError(sep: failure, task: "apertures") }
    for (i, place) in places.enumerated() {
      sums[i] -=
        area * plane.annulusMedian(x: place.x, y: place.y, from: 4 * fwhm, to: 6 * fwhm)
    }
    return sums
  }
}
