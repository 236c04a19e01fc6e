import AstroImages
import Foundation

/// How bright a frame is beside its noise, in three words for slices.
enum SignalLevel {
  /// By how many deviations of the sky the brightest half percent of the pixels lie above the median: `faint` below 5,
  /// `moderate` below 50, `bright` from there on; `nil` without noise.
  static func name(_ image: AstroImage, noise: Double?) -> String? {
    guard let noise, noise > 0, let plane = image.lightPlanes.first.map({ image.planes[$0] }) else {
      return nil
    }
    var values = plane.filter(\.isFinite)
    guard values.count >= 200 else { return nil }
    values.sort()
    let median = Double(values[values.count / 2])
    let top = Double(values[values.count * 995 / 1000])
    switch (top - median) / noise {
    case ..<5: return "faint"
    case ..<50: return "moderate"
    default: return "bright"
    }
  }
}
