/// The number type of a file's samples.
public enum SampleFormat: String, CaseIterable, Codable, Hashable, Sendable {
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64, float16, float32, float64

  /// Whether samples are whole numbers, which cannot hold every value and may have to be clamped.
  public var isInteger: Bool {
    switch self {
    case .float16, .float32, .float64: false
    default: true
    }
  }

  /// The largest value that the format holds, or 1 for floating point.
  ///
  /// Integer formats name the camera's full scale; floating-point files have no stated one, and 1 is the convention of the
  /// programs that write normalised data. ``AstroImage/fullScale`` looks at the values as well.
  public var nominalMaximum: Double {
    switch self {
    case .uint8: 255
    case .int8: 127
    case .uint16: 65535
    case .int16: 32767
    case .uint32: 4_294_967_295
    case .int32: 2_147_483_647
    case .uint64: 18_446_744_073_709_551_616
    case .int64: 9_223_372_036_854_775_808
    case .float16, .float32, .float64: 1
    }
  }

  /// The smallest value that an integer format holds; floating-point formats have no bound that matters.
  public var nominalMinimum: Double {
    switch self {
    case .uint8, .uint16, .uint32, .uint64: 0
    case .int8: -128
    case .int16: -32768
    case .int32: -2_147_483_648
    case .int64: -9_223_372_036_854_775_808
    case .float16, .float32, .float64: -.infinity
    }
  }

  /// Bytes in one sample.
  public var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16, .float16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }
}
