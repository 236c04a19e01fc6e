import AstroImages
import Evaluation

/// Makes a whole frame small: averaged over areas in linear units, then stretched once.
struct PreviewRenderer {
  /// The longest side of a preview in pixels.
  static let side = 400
  private static let quality = 75

  let renderer: CropRenderer

  /// The picture of planes of 0 to 255.
  func picture(_ image: AstroImage) -> AstroImage {
    let shrink = max(1, Double(max(image.width, image.height)) / Double(Self.side))
    let width = max(1, Int((Double(image.width) / shrink).rounded()))
    let height = max(1, Int((Double(image.height) / shrink).rounded()))
    let planes = zip(renderer.shownPlanes, renderer.planeStretches).map { plane, stretch in
      (0..<height).flatMap { y in
        (0..<width).map { x in
          let value = Self.mean(
            image, plane, columns: Self.span(x, of: width, over: image.width),
            rows: Self.span(y, of: height, over: image.height))
          let shown = value.isFinite ? stretch(value) : 0
          return (min(max(shown, 0), 1) * 255).rounded()
        }
      }
    }
    return AstroImage(
      width: width, height: height, planes: planes,
      channelNames: planes.count == 3 ? ["R", "G", "B"] : ["Y"], sampleFormat: .uint8,
      metadata: ImageMetadata())
  }

  func jpeg(_ image: AstroImage) throws -> (bytes: [UInt8], width: Int, height: Int) {
    let small = picture(image)
    return (try JPEG.encode(picture: small, quality: Self.quality), small.width, small.height)
  }

  /// The source's columns or rows that become one of the preview's.
  private static func span(_ place: Int, of count: Int, over extent: Int) -> Range<Int> {
    let start = place * extent / count
    return start..<max(start + 1, (place + 1) * extent / count)
  }

  private static func mean(
    _ image: AstroImage, _ plane: Int, columns: Range<Int>, rows: Range<Int>
  ) -> Float {
    var (sum, count) = (Float(0), Float(0))
    for y in rows {
      for x in columns {
        let value = image.planes[plane][y * image.width + x]
        guard value.isFinite else { continue }
        sum += value
        count += 1
      }
    }
    return count > 0 ? sum / count : .nan
  }
}
