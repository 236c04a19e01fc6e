private import CSEP

/// The smooth background of a frame by SExtractor's method, as SEP computes it.
///
/// Clipped mode estimates in a mesh, median-filtered 3 x 3 and joined by bicubic splines (Bertin and Arnouts 1996; Barbary
/// 2016). SEP works in single precision.
package struct BackgroundMesh: Sendable {
  package let level: Plane

  package init(of plane: Plane, cell: Int) throws(SkyMeasurementError) {
    var mesh: UnsafeMutablePointer<sep_bkg>?
    var level = plane
    var single = plane.values.map(Float.init)
    let status: Int32 = single.withUnsafeMutableBytes { bytes in
      var image = sep_image()
      image.data = UnsafeRawPointer(bytes.baseAddress)
      image.dtype = SEP_TFLOAT
      image.w = Int32(plane.width)
      image.h = Int32(plane.height)
      return sep_background(&image, Int32(cell), Int32(cell), 3, 3, 0, &mesh)
    }
    defer { sep_bkg_free(mesh) }
    guard status == 0 else { throw SkyMeasurementError(sep: status, task: "background") }
    let filled: Int32 = single.withUnsafeMutableBytes { bytes in
      sep_bkg_array(mesh, bytes.baseAddress, SEP_TFLOAT)
    }
    guard filled == 0 else { throw SkyMeasurementError(sep: filled, task: "background") }
    for i in 0..<plane.count { level.values[i] = Double(single[i]) }
    self.level = level
  }
}
