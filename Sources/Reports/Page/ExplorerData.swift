internal import Evaluation
private import Foundation

/// What the image explorer works on: the crops as JSON, and their packed pixels.
struct ExplorerData {
  /// JSON that is safe inside a script element.
  var json: String
  var blocks: [Block]
  var hasPixels: Bool

  /// One layer of one crop: base64 of the packed samples.
  struct Block {
    var id: String
    var data: String
  }

  private struct Document: Encodable {
    var candidates: [Candidate]
    var crops: [Crop]
    var winner: Int?
  }

  private struct Candidate: Encodable {
    var name: String
    var series: String
    var isInput: Bool
  }

  private struct Crop: Encodable {
    var number: Int
    var scene: String
    var reason: String
    var x: Int
    var y: Int
    var width: Int
    var height: Int
    var frameWidth: Int?
    var frameHeight: Int?
    var channels: Int
    var zero: Double
    var scale: Double
    var fullScale: Double
    var sigma: Double
    var inputStretch: [Double]
    var planeStretches: [[Double]]?
    var referenceStretch: [Double]?
    var tile: Int?
    var layers: [Layer]
    var stars: [Star]
    var sky: CropSky?
    /// The block with what the checks take the pixels for.
    var masks: String?
  }

  private struct Layer: Encodable {
    var role: String
    var candidate: Int?
    var block: String
  }

  private struct Star: Encodable {
    var id: Int
    var x: Double
    var y: Double
    var snr: Double?
    var mag: Double?
    var width: Double?
    /// Candidate, fate, change of width in per cent, change of brightness in mmag.
    var fates: [Fate]
  }

  private struct Fate: Encodable {
    var candidate: Int
    var fate: String
    var width: Double?
    var brightness: Double?
  }

  init(_ record: RunRecord, _ plan: CropPlan) {
    var blocks: [Block] = []
    var crops: [Crop] = []
    let scenes = Dictionary(
      record.scenes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (place, (crop, loader)) in zip(record.crops, plan.loaders).enumerated() {
      guard loader.level != .nothing, let pixels = crop.pixels, let layers = loader.pixels,
        !layers.blocks.isEmpty
      else { continue }
      let entries = layers.blocks.enumerated().map { index, block in
        let id = "px-\(place + 1)-\(index)"
        blocks.append(Block(id: id, data: block.base64))
        return Layer(role: block.role.rawValue, candidate: block.candidate, block: id)
      }
      let scene = scenes[crop.scene]
      let masks = layers.masks.map { data in
        let block = Block(id: "mask-\(place + 1)", data: data)
        blocks.append(block)
        return block.id
      }
      crops.append(
        Crop(
          number: place + 1, scene: SafeText.line(crop.scene), reason: SafeText.line(crop.reason),
          x: crop.x, y: crop.y, width: crop.width, height: crop.height,
          frameWidth: scene?.width, frameHeight: scene?.height, channels: pixels.channels,
          zero: pixels.zero, scale: pixels.scale, fullScale: pixels.fullScale,
          sigma: pixels.skyNoise,
          inputStretch: [pixels.inputStretch.shadows, pixels.inputStretch.midtones],
          planeStretches: Self.stretches(pixels),
          referenceStretch: pixels.referenceStretch.map { [$0.shadows, $0.midtones] },
          tile: pixels.tile, layers: entries, stars: Self.stars(crop, record),
          sky: crop.sky.flatMap { $0.isWhole ? $0 : nil }, masks: masks))
    }
    hasPixels = !blocks.isEmpty
    self.blocks = blocks
    let document = Document(
      candidates: record.candidates.enumerated().map { index, candidate in
        Candidate(
          name: SafeText.line(candidate.name), series: SeriesStyle(index: index).colorClass,
          isInput: candidate.isUntouchedInput)
      }, crops: crops,
      winner: record.candidates.firstIndex { $0.name == record.winner?.candidate })
    json = ScriptText.json(document)
  }

  /// One stretch a plane, or none.
  private static func stretches(_ pixels: CropPixels) -> [[Double]]? {
    guard let stretches = pixels.planeStretches, stretches.count == pixels.channels else {
      return nil
    }
    return stretches.map { [$0.shadows, $0.midtones] }
  }

  private static func stars(_ crop: CropSet, _ record: RunRecord) -> [Star] {
    let places = Dictionary(
      record.candidates.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    return (crop.stars ?? []).map { star in
      Star(
        id: star.id, x: star.x, y: star.y, snr: star.signalToNoise, mag: star.magnitude,
        width: star.width,
        fates: star.renditions.compactMap { rendition in
          places[rendition.candidate].map {
            Fate(
              candidate: $0, fate: rendition.fate.rawValue, width: rendition.widthChange,
              brightness: rendition.brightnessChange)
          }
        })
    }
  }
}

extension CropSky {
  /// Whether a page can interpolate between its places.
  fileprivate var isWhole: Bool {
    places.count == 9 && places.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isFinite) }
  }
}
