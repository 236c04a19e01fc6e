internal import CImageIO

/// Rows of a TIFF or PNG through CImageIO.
final class NativeRowReader: RowReader {
  typealias Opening = (
    UnsafePointer<ebk_input>?, UInt64, UnsafeMutablePointer<ebk_image>?,
    UnsafeMutablePointer<OpaquePointer?>?
  ) -> Int32

  /// PNG's text may lie behind the pixels.
  var headerFollowsRows: Bool { id == PNG.id }
  private(set) var header: ImageHeader
  private let source: ByteSource
  private let id: String
  /// The C side keeps addresses into these.
  private let native: UnsafeMutablePointer<ebk_image>
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private var reader: OpaquePointer?
  private var noted: [Int] = []

  init(_ source: ByteSource, with open: Opening, format id: String) throws(ImageError) {
    self.source = source
    self.id = id
    native = .allocate(capacity: 1)
    native.initialize(to: ebk_image())
    var input = ebk_input()
    input.length = source.count
    input.descriptor = source.descriptor
    if source.descriptor < 0 {
      let held = try source.loaded()
      bytes = .allocate(capacity: held.count)
      _ = bytes.initialize(from: held)
      input.bytes = UnsafePointer(bytes.baseAddress)
    } else {
      bytes = .init(start: nil, count: 0)
    }
    // Until the header is there; a failed initializer runs no deinit unless every property has a value.
    header = ImageHeader(
      width: 0, height: 0, channelNames: [], sampleFormat: .float32, metadata: ImageMetadata())
    let status = open(&input, SizeLimit.samples(byteCount: source.count), native, &reader)
    guard status == EBK_OK else {
      throw NativeImage.error(status, NativeImage.text(&native.pointee.message), source.path)
    }
    header = try NativeImage.header(native.pointee, format: id, path: source.path)
    noted = Self.notes(native.pointee)
  }

  /// What changes when the header does.
  private static func notes(_ native: ebk_image) -> [Int] {
    [native.text_length, native.warnings_length, Int(native.rounded)]
  }

  deinit {
    ebk_close_reader(reader)
    ebk_image_free(native)
    native.deallocate()
    bytes.deallocate()
  }

  func read(_ rows: Range<Int>) throws(ImageError) -> [[Float]] {
    let count = rows.count * header.width
    let planes = (0..<header.channels).map { _ in
      UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
    }
    defer { for plane in planes { plane.deallocate() } }
    let pointers = planes.map { Optional($0) }
    let status = ebk_read_rows(
      reader, UInt32(rows.lowerBound), UInt32(rows.count), pointers)
    guard status == EBK_OK else {
      throw NativeImage.error(status, NativeImage.text(&native.pointee.message), source.path)
    }
    if noted != Self.notes(native.pointee) {
      noted = Self.notes(native.pointee)
      header = try NativeImage.header(native.pointee, format: id, path: source.path)
    }
    return planes.map { Array(UnsafeBufferPointer(start: $0, count: count)) }
  }
}
