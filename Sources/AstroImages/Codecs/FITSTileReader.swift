internal import CFITSIO
internal import Synchronization

/// Rows of a checked FITS image of compressed tiles, read by cfitsio from memory.
///
/// The packed file is held in memory; a row of tiles is unpacked when its rows are wanted.
final class FITSTileReader: RowReader {
  /// cfitsio keeps a table of open files and a stack of messages for the whole process.
  private static let lock = Mutex(())

  let headerFollowsRows = false
  private(set) var header: ImageHeader
  private let path: String
  private let unit: FITSUnit
  private let layout: FITSLayout
  private var rounded = false
  private var handle: UnsafeMutablePointer<fitsfile>?
  /// cfitsio keeps the addresses of all three.
  private let memory: UnsafeMutableRawBufferPointer
  private let base: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let size: UnsafeMutablePointer<Int>

  init(
    _ source: ByteSource, _ header: ImageHeader, _ unit: FITSUnit, _ layout: FITSLayout
  ) throws(ImageError) {
    self.header = header
    self.unit = unit
    self.layout = layout
    path = source.path
    // The last block may be short in the wild; cfitsio wants it whole.
    let block = FITSHeader.block
    memory = .allocate(
      byteCount: (source.count + block - 1) / block * block, alignment: 64)
    base = .allocate(capacity: 1)
    size = .allocate(capacity: 1)
    base.initialize(to: memory.baseAddress)
    size.initialize(to: memory.count)
    try source.read(into: .init(rebasing: memory[..<source.count]), at: 0)
    memory[source.count...].initializeMemory(as: UInt8.self, repeating: 0)
    try calling { status in
      ffomem(&handle, "memory", READONLY, base, size, 0, nil, &status)
      guard let handle else { return }
      var kind: Int32 = 0
      ffmahd(handle, Int32(unit.number), &kind, &status)
      // What cfitsio understood must be what was checked.
      var count: Int32 = 0
      ffgidt(handle, &kind, &status)
      ffgidm(handle, &count, &status)
      var lengths = [Int](repeating: 0, count: max(1, Int(count)))
      ffgisz(handle, count, &lengths, &status)
      if status == 0 && (kind != unit.bitsPerSample || lengths != unit.axes) { status = BAD_DIMEN }
    }
  }

  deinit {
    Self.lock.withLock { _ in
      var closing: Int32 = 0
      if let handle { ffclos(handle, &closing) }
      ffcmsg()
    }
    memory.deallocate()
    base.deallocate()
    size.deallocate()
  }

  func read(_ rows: Range<Int>) throws(ImageError) -> [[Float]] {
    let count = rows.count * unit.width
    // Without scaling, 8- and 16-bit integers and float32 pass through float32 unharmed; the rest goes by way of double.
    let wide = [32, 64, -64].contains(unit.bitsPerSample) || layout.slope != 1
    var planes: [[Float]] = []
    var lost = false
    for plane in 0..<unit.planes {
      let first = LONGLONG((plane * unit.height + rows.lowerBound) * unit.width + 1)
      guard wide else {
        var values = [Float](repeating: 0, count: count)
        try load(first, &values, .nan, TFLOAT)
        planes.append(values)
        continue
      }
      var values = [Double](repeating: 0, count: count)
      try load(first, &values, .nan, TDOUBLE)
      planes.append(values.map { Float($0) })
      if layout.slope == 1 {
        lost = lost || values.contains { Double(Float($0)) != $0 && !$0.isNaN }
      }
    }
    if lost && !rounded {
      rounded = true
      header.metadata.warnings.append(NativeImage.roundingWarning(layout.format))
    }
    return planes
  }

  private func load<Sample: BinaryFloatingPoint>(
    _ first: LONGLONG, _ values: inout [Sample], _ missing: Sample, _ type: Int32
  ) throws(ImageError) {
    var (missing, any) = (missing, Int32(0))
    try calling { status in
      values.withUnsafeMutableBytes { into in
        _ = withUnsafeMutableBytes(of: &missing) { missing in
          ffgpv(
            handle, type, first, LONGLONG(into.count / MemoryLayout<Sample>.size),
            missing.baseAddress, into.baseAddress, &any, &status)
        }
      }
    }
  }

  /// Calls cfitsio under its lock and throws what it says.
  private func calling(_ body: (inout Int32) -> Void) throws(ImageError) {
    var status: Int32 = 0
    var detail = ""
    Self.lock.withLock { _ in
      body(&status)
      if status != 0 { detail = Self.message(status) }
      ffcmsg()
    }
    guard status == 0 else {
      throw ImageError(.corrupt, path: path, "corrupt or truncated: \(detail)")
    }
  }

  /// cfitsio's words for a status, with the first line of its message stack.
  private static func message(_ status: Int32) -> String {
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
}
