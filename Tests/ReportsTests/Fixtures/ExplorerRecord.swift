internal import Evaluation
internal import Reports

/// A run whose crops carry numbers: mono and colour, with stars of every fate, of any size.
struct ExplorerRecord {
  var record: RunRecord
  /// What every block was made of, by the crop's number and the layer's place.
  private(set) var samples: [String: [UInt16]] = [:]
  private var files: [String: [UInt8]] = [:]

  static let layers = ["input", "reference", "0", "2", "5"]

  /// - Parameter light: the samples of a layer by its place, its plane, x and y, in place of the usual star.
  init(
    crops: Int, side: Int, channels: Int, light: ((Int, Int, Int, Int) -> Double)? = nil
  ) throws {
    record = FixtureRecord.make()
    let scenes = record.scenes.filter { $0.split == .test }
    var dice = Dice(state: 99)
    for crop in 0..<crops {
      var bytes: [UInt8] = []
      var layers: [CropPixels.Layer] = []
      let width = side + crop % 3
      let truth = (0..<width * side * channels).map { index -> Double in
        let (x, y) = (Double(index % width), Double(index / width % side))
        let near = (x - 40) * (x - 40) + (y - 30) * (y - 30)
        return 1000 + (near < 60 ? 30_000 / (1 + near) : 0)
      }
      for (place, name) in Self.layers.enumerated() {
        let noise = [60.0, 0, 12, 9, 30][place]
        var values = truth.enumerated().map { index, truth in
          let (x, y) = (index % width, index / width % side)
          let level =
            light.map { $0(place, index / (width * side), x, y) }
            ?? truth + dice.normal() * noise
          return UInt16(max(0, min(65_534, level.rounded())))
        }
        values[values.count - 1] = PixelBlock.missing
        if place == 0 { (values[0], values[1]) = (0, 65_534) }
        samples["\(crop + 1)/\(name)"] = values
        let block = try PixelBlock.pack(values, width: width)
        layers.append(
          .init(
            role: place == 0 ? .input : place == 1 ? .reference : .output,
            candidate: Int(name).map { record.candidates[$0].name }, offset: bytes.count,
            length: block.count))
        bytes += block
      }
      let file = "crops/\(crop).pixels"
      // The last crop has none, as those of older records.
      let masks = crop < crops - 1 || crops == 1 ? try Zlib.deflated(Self.masks(width, side)) : nil
      files[file] = bytes + (masks ?? [])
      var set = CropPixels(
        file: file, channels: channels, zero: -100, scale: 0.5, fullScale: 65_535, skyNoise: 30,
        inputStretch: .init(shadows: 0.005, midtones: 0.004),
        referenceStretch: .init(shadows: 0.006, midtones: 0.003), tile: 512, layers: layers)
      set.masks = masks.map { .init(offset: bytes.count, length: $0.count) }
      let scene = scenes[crop % scenes.count]
      if !(record.previews ?? []).contains(where: { $0.scene == scene.name }) {
        let file = "crops/\(crop)-frame.jpg"
        files[file] = TinyJPEG.bytes
        record.previews =
          (record.previews ?? []) + [
            FramePreview(scene: scene.name, file: file, width: 16, height: 16)
          ]
      }
      if record.crops.indices.contains(crop) {
        record.crops[crop].width = width
        record.crops[crop].height = side
        record.crops[crop].pixels = set
        record.crops[crop].stars = Self.stars(record)
        // One more than the scenes that have pictures, so that names must be told apart.
        record.crops[crop].scene = scene.name
      } else {
        record.crops.append(
          CropSet(
            scene: scene.name, x: 10 * crop, y: 20, width: width, height: side,
            reason: "crop \(crop)", stretch: "automatic", differenceScale: "± 3 sigma",
            panels: [], pixels: set, stars: Self.stars(record, x: Double(10 * crop), y: 20)))
      }
    }
    complete()
  }

  /// Four rows of every kind from the top, then four of sky that is also missing, and nothing below.
  private static func masks(_ width: Int, _ side: Int) -> [UInt8] {
    (0..<side * width).map { index in
      let row = index / width / 4
      return row < 4 ? UInt8(1) << UInt8(row) : row == 4 ? 9 : 0
    }
  }

  /// A crop that straddles the celestial equator and the first hour: the longitudes jump from 360 to 0.
  static let sky = CropSky(
    system: .equatorial,
    places: [0.02, 0, -0.02].flatMap { latitude in
      [0.02, 0, 359.98].map { [$0, latitude] }
    })

  /// Sky, slices, profiles and what training saw, as newer builds write them.
  private mutating func complete() {
    record.crops[0].sky = Self.sky
    record.slices = RunRecord.slices(of: record.scenes)
    record.worstSlices = record.worstSlices(record.slices ?? [])
    record.trainedOn = TrainedOn(sensors: ["ZWO ASI2600MM"], filters: ["L"], kinds: ["starfield"])
    completeErrors()
    record.profiles = record.candidates.enumerated().flatMap { place, candidate in
      record.scenes.filter { $0.split == .test }.flatMap { scene in
        BackgroundProfile.Axis.allCases.map { axis in
          BackgroundProfile(
            scene: scene.name, candidate: candidate.name, axis: axis, places: [0.25, 0.5, 0.75],
            values: [-1, 0, 1].map { 0.01 * Double(place) * $0 }, errors: [0.002, 0.002, 0.002])
        }
      }
    }
  }

  /// Errors that rise towards the border, seams that grow with the candidate's number, and noise of three colours.
  private mutating func completeErrors() {
    let distances = Array(-32...32)
    for (place, candidate) in record.candidates.enumerated() {
      for scene in record.scenes where scene.split == .test {
        let rings = 0..<12
        record.errorProfiles =
          (record.errorProfiles ?? []) + [
            ErrorProfile(
              scene: scene.name, candidate: candidate.name, axis: .border,
              places: rings.map { 8 * Double($0) + 4 },
              values: rings.map { 0.3 + 0.1 * Double(place) / Double($0 + 1) },
              errors: rings.map { _ in 0.01 }),
            ErrorProfile(
              scene: scene.name, candidate: candidate.name, axis: .seam,
              places: distances.map(Double.init),
              values: distances.map { $0 == 0 ? 0.1 + 0.05 * Double(place) : 0.1 },
              errors: distances.map { _ in 0.01 }, period: 64, seam: "columns"),
            ErrorProfile(
              scene: scene.name, candidate: candidate.name, axis: .phase,
              places: [-0.25, 0.25], values: [0.3, 0.3 + 0.1 * Double(place)],
              errors: [0.01, 0.01], period: 64, seam: "columns"),
          ]
        record.planeNoise =
          (record.planeNoise ?? [])
          + ["R", "G", "B"].enumerated().map { index, plane in
            PlaneNoise(
              scene: scene.name, candidate: candidate.name, plane: plane,
              before: 10 * Double(index + 1), after: 10 * Double(index + 1) / Double(place + 1))
          }
      }
    }
  }

  func assets(_ path: String) throws -> [UInt8] {
    try files[path] ?? FixtureRecord.assets(path)
  }

  private static func stars(_ record: RunRecord, x: Double = 312, y: Double = 96) -> [CropStar] {
    let fates = CropStar.Fate.allCases
    return fates.enumerated().map { place, fate in
      var star = CropStar(
        id: fate == .invented ? -1 : place, x: x + 12 * Double(place) + 8.25, y: y + 30.5,
        magnitude: fate == .invented ? nil : 12 + 0.5 * Double(place),
        signalToNoise: fate == .invented ? nil : 25, width: 3.1,
        renditions: [0, 2, 5].map {
          var rendition = CropStar.Rendition(
            candidate: record.candidates[$0].name, fate: fate,
            widthChange: fate == .bloated ? 17.5 : fate == .sharpened ? -12 : 1,
            brightnessChange: 3 * Double($0 + 1))
          (rendition.ellipticityChange, rendition.peakChange) = (0.125, -8.5)
          (rendition.shiftX, rendition.shiftY) = (0.03, -0.04)
          return rendition
        })
      star.neighbourDistance = 12
      star.isClipped = fate == .sharpened
      return star
    }
  }
}
