internal import CFITSIO
internal import Synchronization

/// The pixels of a checked FITS unit, read by cfitsio from memory.
enum FITSPixels {
  /// cfitsio keeps a table of open files and a stack of messages for the whole process.
  static let lock = Mutex(())

  static func read(
    _ bytes: [UInt8], _ unit: FITSUnit, _ layout: FITSLayout, path: String, warnings: inout [String]
  ) throws(ImageError) -> [[Float]] {
    // The last block may be short in the wild; cfitsio wants it whole.
    var file = bytes
    let missing = (FITSHeader.block - file.count % FITSHeader.block) % FITSHeader.block
    file.append(contentsOf: repeatElement(0, count: missing))
    var planes: [[Float]] = []
    var rounded = false
    var status: Int32 = 0
    var detail = ""
    lock.withLock { _ in
      file.withUnsafeMutableBytes { memory in
        var base = memory.baseAddress
        var size = memory.count
        var handle: UnsafeMutablePointer<fitsfile>?
        ffomem(&handle, "memory", READONLY, &base, &size, 0, nil, &status)
        guard status == 0, let handle else { return }
        var kind: Int32 = 0
        ffmahd(handle, Int32(unit.number), &kind, &status)
        (planes, rounded) = samples(handle, unit, layout, &status)
        if status != 0 { detail = message(status) }
        var closing: Int32 = 0
        ffclos(handle, &closing)
      }
      if status != 0 && detail.isEmpty { detail = message(status) }
      ffcmsg()
    }
    guard status == 0 else {
      throw ImageError(.corrupt, path: path, "corrupt or truncated: \(detail)")
    }
    if rounded { warnings.append(NativeImage.roundingWarning(layout.format)) }
    return planes
  }

  /// cfitsio's words for a status, with the first line of its message stack.
  static func message(_ status: Int32) -> String {
    var text = [CChar](repeating: 0, count: 128)
    ffgerr(status, &text)
    var words = String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var line = [CChar](repeating: 0, count: 128)
    if ffgmsg(&line) != 0 {
      words +=
        ": "
        + String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    return words
  }

  private static func samples(
    _ handle: UnsafeMutablePointer<fitsfile>, _ unit: FITSUnit, _ layout: FITSLayout,
    _ status: inout Int32
  ) -> ([[Float]], Bool) {
    guard status == 0 else { return ([], false) }
    // What cfitsio understood must be what was checked.
    var count: Int32 = 0
    var kind: Int32 = 0
    ffgidt(handle, &kind, &status)
    ffgidm(handle, &count, &status)
    var lengths = [Int](repeating: 0, count: max(1, Int(count)))
    ffgisz(handle, count, &lengths, &status)
    guard status == 0, kind == unit.bitsPerSample, lengths == unit.axes else {
      if status == 0 { status = BAD_DIMEN }
      return ([], false)
    }
    // Without scaling, 8- and 16-bit integers and float32 pass through float32 unharmed; the rest goes by way of double.
    let wide = [32, 64, -64].contains(unit.bitsPerSample) || layout.slope != 1
    let pixels = unit.width * unit.height
    // Whole rows, about a million pixels; compressed tiles are unpacked once if a plane is read at once.
    let rows =
      unit.isCompressed ? unit.height : max(1, min(unit.height, (1 << 20) / max(1, unit.width)))
    var rounded = false
    var planes: [[Float]] = []
    var buffer = wide ? [Double](repeating: 0, count: rows * unit.width) : []
    for plane in 0..<unit.planes {
      let values = [Float](unsafeUninitializedCapacity: pixels) { into, made in
        var row = 0
        while row < unit.height && status == 0 {
          let length = min(rows, unit.height - row) * unit.width
          let first = LONGLONG(plane * pixels + row * unit.width + 1)
          let start = row * unit.width
          if wide {
            load(handle, first, length, &buffer, layout, unit, &status)
            for index in 0..<length {
              let value = Float(buffer[index])
              if Double(value) != buffer[index] && !buffer[index].isNaN && layout.slope == 1 {
                rounded = true
              }
              into.initializeElement(at: start + index, to: value)
            }
          } else if let base = into.baseAddress {
            load(handle, first, length, base + start, layout, unit, &status)
          }
          row += length / max(1, unit.width)
        }
        made = status == 0 ? pixels : 0
      }
      guard status == 0 else { return ([], false) }
      planes.append(values)
    }
    return (planes, rounded)
  }

  /// Reads samples as the element type of `into`, missing ones as NaN.
  ///
  /// cfitsio's search for missing values would also turn infinities into NaN and tiny numbers into 0, so it is used only
  /// where a value can be missing in another way than as NaN: a BLANK integer, or a compressed float.
  private static func load<Sample: BinaryFloatingPoint>(
    _ handle: UnsafeMutablePointer<fitsfile>, _ first: LONGLONG, _ count: Int,
    _ into: UnsafeMutablePointer<Sample>, _ layout: FITSLayout, _ unit: FITSUnit,
    _ status: inout Int32
  ) {
    let type = MemoryLayout<Sample>.size == 8 ? TDOUBLE : TFLOAT
    var any: Int32 = 0
    var missing = type == TDOUBLE ? Double.nan.bitPattern : UInt64(Float.nan.bitPattern)
    let searches = layout.blank != nil || unit.isCompressed
    withUnsafeMutableBytes(of: &missing) { missing in
      _ = ffgpv(
        handle, type, first, LONGLONG(count), searches ? missing.baseAddress : nil, into, &any,
        &status)
    }
  }
}
