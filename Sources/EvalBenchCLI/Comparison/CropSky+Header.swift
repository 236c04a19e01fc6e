import AstroImages
import Evaluation

extension CropSky {
  /// Reads where a region lies from a frame's header; `nil` where that has no celestial coordinates of a known kind.
  init?(_ metadata: ImageMetadata, _ crop: CropPlanner.Crop) {
    guard let coordinates = WorldCoordinates(metadata) else { return nil }
    let types = [1, 2].map { metadata["CTYPE\($0)"]?.uppercased() ?? "" }
    let systems: [(start: String, system: System)] = [
      ("RA", .equatorial), ("GLON", .galactic), ("ELON", .ecliptic), ("HPLN", .helioprojective),
    ]
    guard
      let known = systems.first(where: { start, _ in types.contains { $0.hasPrefix(start) } })
    else { return nil }
    let columns = [0, 0.5, 1].map { Double(crop.x) + $0 * Double(crop.width - 1) }
    let rows = [0, 0.5, 1].map { Double(crop.y) + $0 * Double(crop.height - 1) }
    let places = rows.flatMap { y in
      columns.map { x in
        let place = coordinates.sky(x: x, y: y)
        return [place.x, place.y]
      }
    }
    guard places.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    self.init(system: known.system, places: places)
  }
}
