package import AstroImages

private import Foundation

/// Lays frames upon each other by the places on the sky that their headers state.
package enum SkyRegistration {
  /// The affine map from one frame to another that follows their coordinates best, with its largest error in pixels.
  ///
  /// Distortion that both frames share at other places stays as the error; `nil` where the frames do not meet.
  package static func map(
    from reference: WorldCoordinates, to frame: WorldCoordinates, width: Int, height: Int
  ) -> (map: AffineMap, error: Double)? {
    var places: [SIMD2<Double>] = []
    var images: [SIMD2<Double>] = []
    for j in 0..<7 {
      for i in 0..<7 {
        let place = SIMD2(Double(width - 1) * Double(i) / 6, Double(height - 1) * Double(j) / 6)
        guard let image = frame.pixel(of: reference.sky(x: place.x, y: place.y)) else { continue }
        places.append(place)
        images.append(image)
      }
    }
    guard places.count >= 25, let map = AffineMap.fitted(from: places, to: images) else {
      return nil
    }
    let error = zip(places, images).map { place, image in
      let d = map(place) - image
      return hypot(d.x, d.y)
    }.max()
    return (map, error ?? 0)
  }
}
