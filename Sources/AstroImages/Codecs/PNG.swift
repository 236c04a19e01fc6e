internal import CImageIO

/// Portable Network Graphics through libpng.
///
/// Palettes are looked up, transparency becomes a channel, and grey of 1, 2 or 4 bits is spread to 0 to 255 as viewers show
/// it. Gamma and colour profiles are kept and never applied.
public enum PNG: RowCodec {
  /// `png`.
  public static let id = "png"
  /// `png`.
  public static let fileExtensions = ["png"]
  /// 8 and 16 bits, unsigned.
  public static let sampleFormats: [SampleFormat] = [.uint8, .uint16]

  /// Whether the bytes begin with PNG's signature.
  public static func recognizes(_ head: [UInt8]) -> Bool {
    head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  static func rowReader(_ source: ByteSource) throws(ImageError) -> any RowReader {
    try NativeRowReader(source, with: ebk_open_png, format: id)
  }

  static func needsRange(_ header: ImageHeader, as format: SampleFormat?) -> Bool {
    SampleEncoding.mayScale(header, as: chosen(header, format))
  }

  private static func chosen(_ header: ImageHeader, _ format: SampleFormat?) -> SampleFormat {
    format ?? (header.sampleFormat == .uint8 ? .uint8 : .uint16)
  }

  /// Encodes 8-bit images with 8 bits and all others with 16; another format's header goes into a text chunk.
  static func rowWriter(
    _ header: ImageHeader, as format: SampleFormat?, history: String?, range: ValueRange,
    to output: ByteOutput
  ) throws(ImageError) -> any RowWriter {
    let chosen = chosen(header, format)
    guard sampleFormats.contains(chosen) else {
      throw ImageError(
        .unsupported, path: output.path,
        "PNG cannot hold \(chosen.rawValue); write uint8 or uint16, or a .fits or .tiff file")
    }
    let opaque = header.channels > 1 && header.channelNames.last == AstroImage.opacityName
    guard [1, 3].contains(header.channels - (opaque ? 1 : 0)) else {
      throw ImageError(
        .unsupported, path: output.path,
        "PNG holds grey or RGB with or without opacity, not \(header.channelNames.joined(separator: ", ")); "
          + "write a .fits or .tiff file")
    }
    return try NativeRowWriter(
      header, as: chosen, range: range, with: ebk_create_png,
      entries: textChunks(header.metadata, history: history), to: output)
  }

  /// A PNG file of 8-bit interleaved pixels, for reports.
  ///
  /// `channels` is 1 (grey), 2 (grey and opacity), 3 (RGB) or 4 (RGB and opacity); `pixels` holds
  /// `width * height * channels` bytes in rows from the top.
  public static func encode(
    width: Int, height: Int, channels: Int, pixels: [UInt8]
  ) throws(ImageError) -> [UInt8] {
    let name = "PNG in memory"
    guard width > 0, height > 0, (1...4).contains(channels),
      width <= Int(Int32.max), height <= Int(Int32.max),
      pixels.count == width * height * channels
    else {
      throw ImageError(
        .unsupported, path: name,
        "\(width) x \(height) x \(channels) pixels do not go with \(pixels.count) bytes")
    }
    var out = ebk_bytes()
    let status = pixels.withUnsafeBufferPointer { pixels in
      var source = ebk_source()
      source.width = UInt32(width)
      source.height = UInt32(height)
      source.channels = UInt32(channels)
      source.format = Int32(EBK_UINT8)
      source.pixels = pixels.baseAddress
      return ebk_encode_png(&source, &out)
    }
    defer { ebk_bytes_free(&out) }
    guard status == EBK_OK else {
      throw ImageError(.writeFailed, path: name, NativeImage.text(&out.message))
    }
    return Array(UnsafeBufferPointer(start: out.bytes, count: out.length))
  }

  /// The text chunks to write: a PNG's own, or one that holds another format's header.
  private static func textChunks(_ metadata: ImageMetadata, history: String?) -> [ImageMetadata
    .Entry]
  {
    var entries: [ImageMetadata.Entry] = []
    if metadata.format == id {
      let notText: Set<String> = ["bit depth", "gAMA", "pHYs"]
      entries = metadata.entries.filter {
        !notText.contains($0.key) && !$0.key.isEmpty && $0.key.utf8.count <= 79
      }
    } else if !metadata.entries.isEmpty {
      entries = [ImageMetadata.Entry("Description", EntryText.lines(metadata.entries))]
    }
    if let history { entries.append(ImageMetadata.Entry(EntryText.historyKey, history)) }
    return entries
  }
}
