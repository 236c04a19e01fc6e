internal import Glibc

/// The formats of image files, and reading and writing any of them.
public enum Codecs {
  /// Every format, in the order in which a file's bytes are tried.
  public static let all: [any ImageCodec.Type] = [FITS.self, TIFF.self, PNG.self, JPEG.self]

  /// Reads a file of any supported format; its bytes decide which, not its extension.
  ///
  /// A file that gzip, compress or bzip2 packed is unpacked first.
  public static func read(_ path: String) throws(ImageError) -> AstroImage {
    let reader = try open(path)
    var image = try AstroImage(reading: reader)
    image.metadata.warnings += bayerWarnings(image.header)
    return image
  }

  /// Opens a file of any supported format for reading rows; formats that cannot be read in parts are read whole.
  ///
  /// ``bayerWarnings(_:)`` is for the caller to add.
  public static func open(_ path: String) throws(ImageError) -> any RowReader {
    var source = try ByteSource(opening: path)
    guard source.count > 0 else {
      throw ImageError(.corrupt, path: path, "the file is empty")
    }
    if Compression.recognizes(try source.bytes(64, at: 0)) {
      source = ByteSource(
        try Compression.unpacked(source.bytes(source.count, at: 0), path), path: path)
      guard source.count > 0 else {
        throw ImageError(.corrupt, path: path, "the file is empty")
      }
    }
    let head = try source.bytes(64, at: 0)
    guard let codec = all.first(where: { $0.recognizes(head) }) else {
      throw ImageError(
        .unrecognizedFormat, path: path,
        "is not an image in a supported format (\(all.map { $0.id }.joined(separator: ", ")))")
    }
    guard let rows = codec as? any RowCodec.Type else {
      return WholeFrameReader(try codec.decode(source.loaded(), from: path))
    }
    return try rows.rowReader(source)
  }

  /// What to say of a mosaic that is read as mono.
  public static func bayerWarnings(_ header: ImageHeader) -> [String] {
    header.bayerPattern.map {
      ["a Bayer mosaic (\($0.rawValue)) read as mono; pass --debayer to make colour of it"]
    } ?? []
  }

  /// Writes a file in the format that its extension names, whole or not at all.
  ///
  /// The image's sample format and metadata are kept unless `format` says otherwise; `history` is one line about what was
  /// done. Whatever the file cannot hold is counted in the summary, whose ``WriteSummary/warnings`` the user should see.
  @discardableResult
  public static func write(
    _ image: AstroImage, to path: String, format: SampleFormat? = nil, history: String? = nil
  ) throws(ImageError) -> WriteSummary {
    let codec = try codec(forWriting: path)
    return try codec.write(image, to: path, format: format, history: history)
  }

  /// The format that a new file's extension names.
  public static func codec(forWriting path: String) throws(ImageError) -> any ImageCodec.Type {
    let name =
      path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let ending = parts.count > 1 ? parts.last.map { $0.lowercased() } ?? "" : ""
    guard let codec = all.first(where: { $0.fileExtensions.contains(ending) }) else {
      let known = all.flatMap { $0.fileExtensions }.map { ".\($0)" }.joined(separator: ", ")
      throw ImageError(
        .unsupported, path: path, "no image format has this extension; use one of \(known)")
    }
    return codec
  }

  /// The image files directly inside a folder, sorted by name; hidden files are left out.
  ///
  /// Bytes decide here too. A packed file is listed when its name holds an extension of FITS.
  public static func list(directory: String) throws(ImageError) -> [String] {
    guard let handle = opendir(directory) else {
      let reason = errno
      throw ImageError(
        reason == ENOENT ? .notFound : .unreadable, path: directory,
        "cannot be listed: \(FileBytes.describe(reason))")
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    return names.sorted().map { folder + $0 }.filter(isSupported)
  }

  private static func isSupported(_ path: String) -> Bool {
    guard let head = try? FileBytes.head(path, count: 64), !head.isEmpty else { return false }
    if all.contains(where: { $0.recognizes(head) }) { return true }
    let name = (path.split(separator: "/").last ?? "").lowercased()
    return Compression.recognizes(head)
      && name.split(separator: ".").contains { FITS.fileExtensions.contains(String($0)) }
  }
}
