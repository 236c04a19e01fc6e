internal import Evaluation
private import Foundation

/// A whole frame, small, with the places of its crops: where on the frame one is.
struct FramePlaces {
  var name: String
  var caption: String
  var alternative: String
  var source: String
  /// The frame's size in its own pixels, which the places are in.
  var width: String
  var height: String
  var places: [Place]

  /// One crop's box.
  struct Place {
    var number: String
    var label: String
    var x: String
    var y: String
    var width: String
    var height: String
    /// The number's place and size, which grow with the frame.
    var textX: String
    var textY: String
    var textSize: String
    /// The part of the box that takes clicks, never narrower than a fifteenth of the frame.
    var hitX: String
    var hitY: String
    var hitWidth: String
    var hitHeight: String
  }

  /// A preview that was read.
  struct Picture {
    var preview: FramePreview
    var scene: SceneRecord
    var base64: String
  }

  /// Reads the previews; more than a fifth of the room that all pictures have is too much for finding one's way.
  static func pictures(
    _ record: RunRecord, budget: Int, assets: (String) throws -> [UInt8]
  ) -> (pictures: [Picture], bytes: Int, omitted: [String]) {
    let scenes = Dictionary(record.scenes.map { ($0.name, $0) }) { first, _ in first }
    var result: (pictures: [Picture], bytes: Int, omitted: [String]) = ([], 0, [])
    for preview in record.previews ?? [] {
      guard let scene = scenes[preview.scene], scene.width > 0, scene.height > 0,
        record.crops.contains(where: { $0.scene == preview.scene })
      else { continue }
      let title = "the preview of \(SafeText.line(preview.scene))"
      guard let bytes = try? assets(try PictureLoader.inside(preview.file)),
        bytes.starts(with: [0xFF, 0xD8, 0xFF])
      else {
        result.omitted.append("\(title), whose file is missing or no JPEG")
        continue
      }
      let base64 = Data(bytes).base64EncodedString()
      guard result.bytes + base64.utf8.count <= budget / 5 else {
        result.omitted.append(title)
        continue
      }
      result.pictures.append(Picture(preview: preview, scene: scene, base64: base64))
      result.bytes += base64.utf8.count
    }
    return result
  }

  init(_ picture: Picture, shown: Set<Int>, _ record: RunRecord) {
    let scene = picture.scene
    name = SafeText.line(scene.name)
    caption = "\(scene.width) × \(scene.height) px"
    alternative = "The whole input of \(name), small"
    source = "data:image/jpeg;base64," + picture.base64
    width = String(scene.width)
    height = String(scene.height)
    places = record.crops.indices.filter {
      shown.contains($0) && record.crops[$0].scene == scene.name
    }.map { Place(record.crops[$0], number: $0 + 1, scene) }
  }
}

extension FramePlaces.Place {
  init(_ crop: CropSet, number: Int, _ scene: SceneRecord) {
    self.number = String(number)
    label = "Crop \(number): \(SafeText.line(crop.reason))"
    (x, y) = (String(crop.x), String(crop.y))
    (width, height) = (String(crop.width), String(crop.height))
    let least = max(scene.width, scene.height) / 15
    let (hitWidth, hitHeight) = (max(crop.width, least), max(crop.height, least))
    hitX = String(crop.x + (crop.width - hitWidth) / 2)
    hitY = String(crop.y + (crop.height - hitHeight) / 2)
    (self.hitWidth, self.hitHeight) = (String(hitWidth), String(hitHeight))
    let size = max(scene.width, scene.height) / 24
    textX = String(crop.x + size / 3)
    textY = String(crop.y + size)
    textSize = String(size)
  }
}
