internal import CImageIO

/// Baseline and progressive JPEG through libjpeg-turbo: for looking at, never for measuring, because it is lossy.
public enum JPEG: ImageCodec {
  /// `jpeg`.
  public static let id = "jpeg"
  /// `jpg` and `jpeg`.
  public static let fileExtensions = ["jpg", "jpeg"]
  /// 8 bits, unsigned.
  public static let sampleFormats: [SampleFormat] = [.uint8]
  /// The quality that files are written with, out of 100, with colour at full resolution.
  public static let quality = 95

  /// Whether the bytes begin with a JPEG's first two markers.
  public static func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: [0xFF, 0xD8, 0xFF]) }

  /// Decodes the image; CMYK becomes RGB.
  public static func decode(_ bytes: [UInt8], from path: String) throws(ImageError) -> AstroImage {
    try NativeImage.decode(bytes, with: ebk_decode_jpeg, format: id, from: path)
  }

  /// Encodes what is made for the eye already, one plane or three of 0 to 255, at a quality out of 100 and without a comment.
  public static func encode(picture: AstroImage, quality: Int) throws(ImageError) -> [UInt8] {
    try NativeImage.encode(
      picture, as: .uint8, with: ebk_encode_jpeg, entries: [], for: "a preview",
      quality: Int32(quality)
    ).bytes
  }

  /// Encodes the planes of light with 8 bits; opacity is left out, and the summary says so.
  public static func encode(
    _ image: AstroImage, as format: SampleFormat?, history: String?, for path: String
  ) throws(ImageError) -> EncodedImage {
    guard format == nil || format == .uint8 else {
      throw ImageError(
        .unsupported, path: path, "JPEG holds uint8 only; write a .fits, .tiff or .png file")
    }
    var light = image
    let kept = image.lightPlanes
    light.planes = kept.map { image.planes[$0] }
    light.channelNames = kept.map { image.channelNames[$0] }
    guard [1, 3].contains(light.channels) else {
      throw ImageError(
        .unsupported, path: path,
        "JPEG holds 1 or 3 channels, not \(image.channelNames.joined(separator: ", ")); write a .fits or .tiff file"
      )
    }
    let own =
      image.metadata.format == id
      ? image.metadata["Comment"] : EntryText.lines(image.metadata.entries)
    let comment = EntryText.appending(history: history, to: own)
    var encoded = try NativeImage.encode(
      light, as: .uint8, with: ebk_encode_jpeg,
      entries: comment.map { [ImageMetadata.Entry("Comment", $0)] } ?? [], for: path,
      quality: Int32(quality))
    if kept.count < image.channels {
      encoded.summary.notes.append(
        "JPEG has no opacity; \(image.channels - kept.count) channels were left out")
    }
    return encoded
  }
}
