internal import CImageIO

/// Turning float32 planes into a file's number type, counting whatever does not fit.
public enum SampleEncoding {
  /// The order in which a file stores the planes.
  enum Order { case planar, interleaved }

  /// Samples as bytes in the machine's order.
  struct Encoded {
    var bytes: [UInt8]
    var summary: WriteSummary
  }

  /// What values are multiplied by when `image` is written as `format`.
  ///
  /// Nothing is scaled that fits: floating-point files and integer files at least as wide keep the file's units. Values on
  /// another full scale (a 0 to 1 image written as uint16, a 16-bit one as uint8) are scaled from ``AstroImage/fullScale``
  /// to the format's largest value, and ``WriteSummary/scale`` says so.
  public static func scale(for image: AstroImage, as format: SampleFormat) -> Double {
    guard mayScale(image.header, as: format) else { return 1 }
    var range = ValueRange()
    range.add(image.planes, light: image.lightPlanes)
    return scale(for: image.header, range, as: format)
  }

  /// ``scale(for:as:)`` of values in a range.
  static func scale(
    for header: ImageHeader, _ range: ValueRange, as format: SampleFormat
  ) -> Double {
    guard mayScale(header, as: format) else { return 1 }
    let fullScale = header.fullScale(range)
    if header.sampleFormat.isInteger && fullScale <= format.nominalMaximum { return 1 }
    return format.nominalMaximum / fullScale
  }

  /// Whether the scale depends on the values at all.
  static func mayScale(_ header: ImageHeader, as format: SampleFormat) -> Bool {
    format.isInteger && format != header.sampleFormat
  }

  /// Encodes planes; an integer sample is `(value * scale - zero) / slope`, rounded to the nearest, ties to even.
  ///
  /// Not a number becomes `blank`, or 0 where there is none.
  static func encode(
    _ planes: [[Float]], as format: SampleFormat, order: Order, scale: Double = 1,
    slope: Double = 1, zero: Double = 0, blank: Int64? = nil
  ) -> Encoded {
    let summary = WriteSummary(format: format, scale: scale)
    let terms = Terms(scale: scale, slope: slope, zero: zero, blank: blank)
    switch format {
    case .uint8: return integers(planes, UInt8.self, order, terms, summary)
    case .int8: return integers(planes, Int8.self, order, terms, summary)
    case .uint16: return integers(planes, UInt16.self, order, terms, summary)
    case .int16: return integers(planes, Int16.self, order, terms, summary)
    case .uint32: return integers(planes, UInt32.self, order, terms, summary)
    case .int32: return integers(planes, Int32.self, order, terms, summary)
    case .uint64: return integers(planes, UInt64.self, order, terms, summary)
    case .int64: return integers(planes, Int64.self, order, terms, summary)
    case .float16: return halves(planes, order, summary)
    case .float32: return arranged(planes, order, summary) { $0 }
    case .float64: return arranged(planes, order, summary) { Double($0) }
    }
  }

  private struct Terms {
    var scale: Double
    var slope: Double
    var zero: Double
    var blank: Int64?
  }

  private static func integers<Sample: FixedWidthInteger>(
    _ planes: [[Float]], _: Sample.Type, _ order: Order, _ terms: Terms, _ start: WriteSummary
  ) -> Encoded {
    var below = 0
    var above = 0
    var notFinite = 0
    let lowest = Double(Sample.min)
    // The largest Double that the type holds: 2^63 - 1 itself is not one.
    let rounded = Double(Sample.max)
    let highest = Sample(exactly: rounded) == nil ? rounded.nextDown : rounded
    let blank = terms.blank.map { Sample(truncatingIfNeeded: $0) }
    // Without a number for missing values they become the value 0, or the nearest that the format holds.
    let missing = blank ?? Sample(min(max(-terms.zero / terms.slope, lowest), highest).rounded())
    let (scale, zero, inverse) = (terms.scale, terms.zero, terms.slope)
    var encoded = arranged(planes, order, start) { value -> Sample in
      let sample = ((Double(value) * scale - zero) / inverse).rounded(.toNearestOrEven)
      if sample >= lowest && sample <= highest {
        let whole = Sample(sample)
        guard let blank, whole == blank else { return whole }
        // A value that would read back as missing moves by one step.
        return blank == Sample.min ? blank + 1 : blank - 1
      }
      if !value.isFinite {
        // The file's number for missing values holds NaN, and nothing else.
        if blank == nil || !value.isNaN { notFinite += 1 }
        return missing
      }
      if sample < lowest {
        below += 1
        return Sample.min
      }
      above += 1
      return Sample.max
    }
    encoded.summary.clippedBelow = below
    encoded.summary.clippedAbove = above
    encoded.summary.notFinite = notFinite
    return encoded
  }

  private static func halves(_ planes: [[Float]], _ order: Order, _ start: WriteSummary) -> Encoded
  {
    var below = 0
    var above = 0
    var encoded = arranged(planes, order, start) { value -> UInt16 in
      // The largest finite half is 65504; what rounds past it is clamped.
      if value.isFinite && value >= 65520 { above += 1 }
      if value.isFinite && value <= -65520 { below += 1 }
      return ebk_half_from_float(value.isFinite ? min(max(value, -65504), 65504) : value)
    }
    encoded.summary.clippedBelow = below
    encoded.summary.clippedAbove = above
    return encoded
  }

  @inline(__always)
  private static func arranged<Sample>(
    _ planes: [[Float]], _ order: Order, _ summary: WriteSummary, _ convert: (Float) -> Sample
  ) -> Encoded {
    let size = MemoryLayout<Sample>.stride
    let total = planes.reduce(0) { $0 + $1.count }
    let bytes = [UInt8](unsafeUninitializedCapacity: total * size) { buffer, count in
      let samples = UnsafeMutableRawBufferPointer(buffer)
      for (channel, plane) in planes.enumerated() {
        var at = order == .planar ? channel * plane.count * size : channel * size
        let step = order == .planar ? size : planes.count * size
        for value in plane {
          samples.storeBytes(of: convert(value), toByteOffset: at, as: Sample.self)
          at += step
        }
      }
      count = total * size
    }
    return Encoded(bytes: bytes, summary: summary)
  }
}
