internal import CImageIO

/// The Swift side of CImageIO: its decoders and encoders with Swift's values and errors.
enum NativeImage {
  typealias Decoder = (UnsafePointer<UInt8>?, Int, UInt64, UnsafeMutablePointer<ebk_image>?) ->
    Int32
  typealias Encoder = (UnsafePointer<ebk_source>?, UnsafeMutablePointer<ebk_bytes>?) -> Int32

  /// The formats in the order of CImageIO's enumeration.
  static let formats: [SampleFormat] = [
    .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64, .float16, .float32, .float64,
  ]

  static func decode(
    _ bytes: [UInt8], with decoder: Decoder, format id: String, from path: String
  ) throws(ImageError) -> AstroImage {
    var native = ebk_image()
    let limit = SizeLimit.samples(byteCount: bytes.count)
    let status = bytes.withUnsafeBufferPointer {
      decoder($0.baseAddress, $0.count, limit, &native)
    }
    defer { ebk_image_free(&native) }
    guard status == EBK_OK else { throw error(status, text(&native.message), path) }
    let header = try header(native, format: id, path: path)
    var planes: [[Float]] = []
    withUnsafeMutableBytes(of: &native.plane) { raw in
      let pointers = raw.bindMemory(to: UnsafeMutablePointer<Float>?.self)
      for index in 0..<header.channels {
        planes.append(Array(UnsafeBufferPointer(start: pointers[index], count: header.pixelCount)))
        // One plane at most is there twice.
        ebk_release(pointers[index])
        pointers[index] = nil
      }
    }
    return AstroImage(header, planes: planes)
  }

  /// What a decoder said of its file so far.
  static func header(
    _ native: ebk_image, format id: String, path: String
  ) throws(ImageError) -> ImageHeader {
    guard formats.indices.contains(Int(native.format)) else {
      throw ImageError(.corrupt, path: path, "the decoder returned no pixels")
    }
    var metadata = ImageMetadata(format: id, entries: entries(native))
    metadata.warnings = strings(native.warnings, native.warnings_length)
    metadata.colorProfile = Array(
      UnsafeBufferPointer(start: native.profile, count: native.profile_length))
    let names = channelNames(native, metadata: &metadata)
    if native.pages > 1 {
      metadata.warnings.append("the file holds \(native.pages) images; the first was read")
    }
    let format = formats[Int(native.format)]
    if native.rounded != 0 { metadata.warnings.append(roundingWarning(format)) }
    return ImageHeader(
      width: Int(native.width), height: Int(native.height), channelNames: names,
      sampleFormat: format, metadata: metadata)
  }

  static func encode(
    _ image: AstroImage, as format: SampleFormat, with encoder: Encoder,
    entries: [ImageMetadata.Entry], for path: String, quality: Int32 = 95
  ) throws(ImageError) -> EncodedImage {
    try requirePixels(image.header, path)
    let encoded = SampleEncoding.encode(
      image.planes, as: format, order: .interleaved,
      scale: SampleEncoding.scale(for: image, as: format))
    var out = ebk_bytes()
    let status = try withSource(image.header, as: format, entries, path) { source in
      encoded.bytes.withUnsafeBufferPointer { pixels in
        source.pixels = pixels.baseAddress
        source.quality = quality
        return encoder(&source, &out)
      }
    }
    defer { ebk_bytes_free(&out) }
    guard status == EBK_OK else { throw writeError(status, &out, path) }
    return EncodedImage(
      bytes: Array(UnsafeBufferPointer(start: out.bytes, count: out.length)),
      summary: encoded.summary)
  }

  /// Calls `body` with what an encoder needs to know but for the pixels.
  static func withSource(
    _ header: ImageHeader, as format: SampleFormat, _ entries: [ImageMetadata.Entry],
    _ path: String, _ body: (inout ebk_source) -> Int32
  ) throws(ImageError) -> Int32 {
    guard let width = UInt32(exactly: header.width), let height = UInt32(exactly: header.height)
    else {
      throw ImageError(.unsupported, path: path, "the image is too large for this format")
    }
    var notes: [UInt8] = []
    for entry in entries {
      for part in [entry.key, entry.value] {
        notes += part.utf8.filter { $0 != 0 }
        notes.append(0)
      }
    }
    let opaque = header.channelNames.last == AstroImage.opacityName && header.channels > 1
    let profile = header.metadata.colorProfile
    return notes.withUnsafeBytes { notes in
      profile.withUnsafeBufferPointer { profile in
        var source = ebk_source()
        source.width = width
        source.height = height
        source.channels = UInt32(header.channels)
        source.format = Int32(formats.firstIndex(of: format) ?? 0)
        source.alpha = opaque ? 1 : 0
        source.text = notes.baseAddress?.assumingMemoryBound(to: CChar.self)
        source.text_length = notes.count
        source.profile = profile.baseAddress
        source.profile_length = profile.count
        return body(&source)
      }
    }
  }

  /// Why an encoder gave up.
  static func writeError(_ status: Int32, _ out: inout ebk_bytes, _ path: String) -> ImageError {
    if out.system_error != 0 {
      return AtomicFile.failure("cannot be written", out.system_error, path)
    }
    var failure = error(status, text(&out.message), path)
    if status == EBK_CORRUPT { failure.code = .writeFailed }
    return failure
  }

  static func requirePixels(_ header: ImageHeader, _ path: String) throws(ImageError) {
    guard header.width > 0, header.height > 0, header.channels > 0 else {
      throw ImageError(.unsupported, path: path, "an image without pixels cannot be written")
    }
  }

  /// The sentence that says what float32 could not hold.
  static func roundingWarning(_ format: SampleFormat) -> String {
    "values stored as \(format.rawValue) were rounded to float32, which holds 24 bits"
  }

  static func error(_ status: Int32, _ message: String, _ path: String) -> ImageError {
    let said = message.isEmpty ? "the file cannot be decoded" : message
    switch status {
    case Int32(EBK_UNSUPPORTED): return ImageError(.unsupported, path: path, said)
    case Int32(EBK_TOO_LARGE), Int32(EBK_NO_MEMORY): return ImageError(.tooLarge, path: path, said)
    default: return ImageError(.corrupt, path: path, "corrupt or truncated: \(said)")
    }
  }

  /// The zero-terminated text in a C array.
  static func text<Storage>(_ storage: inout Storage) -> String {
    withUnsafeBytes(of: &storage) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func channelNames(
    _ native: ebk_image, metadata: inout ImageMetadata
  ) -> [String] {
    let light = Int(native.light)
    var names = AstroImage.defaultChannelNames(light)
    for index in light..<max(light, Int(native.planes)) {
      names.append(
        index == Int(native.alpha) ? AstroImage.opacityName : "extra \(index - light + 1)")
    }
    if native.alpha >= 0 {
      metadata.warnings.append(
        "the file has an opacity channel; it is kept as channel \(AstroImage.opacityName)")
    }
    return names
  }

  private static func entries(_ native: ebk_image) -> [ImageMetadata.Entry] {
    let parts = strings(native.text, native.text_length)
    return stride(from: 0, to: parts.count - 1, by: 2).map {
      ImageMetadata.Entry(parts[$0], parts[$0 + 1])
    }
  }

  private static func strings(_ start: UnsafeMutablePointer<CChar>?, _ length: Int) -> [String] {
    guard let start else { return [] }
    let bytes = UnsafeRawBufferPointer(start: start, count: length)
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
