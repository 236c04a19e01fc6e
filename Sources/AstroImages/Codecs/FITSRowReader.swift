/// Rows of an uncompressed FITS image.
///
/// The arithmetic is that of cfitsio: physical values are computed in float64 and rounded once to float32, floats without
/// scaling pass untouched, and unsigned 64-bit integers are offset without rounding.
final class FITSRowReader: RowReader {
  let headerFollowsRows = false
  private(set) var header: ImageHeader
  private let source: ByteSource
  private let unit: FITSUnit
  private let layout: FITSLayout
  private var rounded = false

  init(_ source: ByteSource, _ header: ImageHeader, _ unit: FITSUnit, _ layout: FITSLayout) {
    self.source = source
    self.header = header
    self.unit = unit
    self.layout = layout
  }

  func read(_ rows: Range<Int>) throws(ImageError) -> [[Float]] {
    var planes: [[Float]] = []
    for plane in 0..<unit.planes { planes.append(try read(rows, of: plane)) }
    return planes
  }

  private func read(_ rows: Range<Int>, of plane: Int) throws(ImageError) -> [Float] {
    let size = abs(unit.bitsPerSample) / 8
    let start =
      unit.header.dataStart + (plane * unit.height + rows.lowerBound) * unit.width * size
    let count = rows.count * unit.width
    // About a megabyte at a time, so that stored numbers are still in the cache when they are converted.
    let chunk = min(max(count, 1), 1 << 18)
    let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk * size, alignment: 64)
    defer { stored.deallocate() }
    var failure: ImageError?
    var lost = false
    let values = [Float](unsafeUninitializedCapacity: count) { into, made in
      guard let base = into.baseAddress, let bytes = stored.baseAddress else { return }
      while made < count {
        let length = min(chunk, count - made)
        do throws(ImageError) {
          try source.read(
            into: UnsafeMutableRawBufferPointer(start: bytes, count: length * size),
            at: start + made * size)
        } catch {
          failure = error
          return
        }
        lost = convert(bytes, length, base + made) || lost
        made += length
      }
    }
    if let failure { throw failure }
    if lost && !rounded {
      rounded = true
      header.metadata.warnings.append(NativeImage.roundingWarning(layout.format))
    }
    return values
  }

  /// Turns stored numbers into values; returns whether float32 could not hold one.
  private func convert(
    _ stored: UnsafeRawPointer, _ count: Int, _ into: UnsafeMutablePointer<Float>
  ) -> Bool {
    switch unit.bitsPerSample {
    case 8: return integers(stored, count, UInt8.self, into)
    case 16: return integers(stored, count, Int16.self, into)
    case 32: return integers(stored, count, Int32.self, into)
    case 64: return integers(stored, count, Int64.self, into)
    case -32:
      guard layout.slope != 1 || layout.zero != 0 else {
        for i in 0..<count {
          into[i] = Float(bitPattern: bits(stored, i, UInt32.self))
        }
        return false
      }
      for i in 0..<count {
        let value = Double(Float(bitPattern: bits(stored, i, UInt32.self)))
        into[i] = Float(value * layout.slope + layout.zero)
      }
      return false
    default:
      var lost = false
      for i in 0..<count {
        var value = Double(bitPattern: bits(stored, i, UInt64.self))
        if layout.slope != 1 || layout.zero != 0 { value = value * layout.slope + layout.zero }
        into[i] = Float(value)
        lost = lost || (Double(into[i]) != value && !value.isNaN)
      }
      return lost && layout.slope == 1
    }
  }

  @inline(__always)
  private func bits<Sample: FixedWidthInteger & BitwiseCopyable>(
    _ stored: UnsafeRawPointer, _ index: Int, _: Sample.Type
  ) -> Sample {
    Sample(
      bigEndian: stored.loadUnaligned(
        fromByteOffset: index * MemoryLayout<Sample>.size, as: Sample.self))
  }

  @inline(__always)
  private func integers<Sample: FixedWidthInteger & BitwiseCopyable>(
    _ stored: UnsafeRawPointer, _ count: Int, _: Sample.Type, _ into: UnsafeMutablePointer<Float>
  ) -> Bool {
    let (slope, zero) = (layout.slope, layout.zero)
    let isUnsigned64 = Sample.bitWidth == 64 && slope == 1 && zero == 0x1p63
    var lost = false
    for i in 0..<count {
      let number = bits(stored, i, Sample.self)
      let value =
        isUnsigned64
        ? Double(UInt64(bitPattern: Int64(number)) ^ 1 << 63) : Double(number) * slope + zero
      into[i] = Float(value)
      lost = lost || Double(into[i]) != value
    }
    if let blank = layout.blank.flatMap({ Sample(exactly: $0) }) {
      for i in 0..<count where bits(stored, i, Sample.self) == blank { into[i] = .nan }
    }
    return lost && Sample.bitWidth >= 32 && slope == 1
  }
}
