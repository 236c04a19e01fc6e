extension AstroImage {
  /// The value of full scale, which checks use as the data's range (PSNR's L) and stretches as white.
  ///
  /// In order:
  /// 1. a `SATURATE` card, or `DATAMAX` in a floating-point file, that lies above every value of the frame (a DATAMAX that
  ///    merely repeats the largest value says nothing about the camera) and not above what the number type holds;
  /// 2. integer files of up to 16 bits: the largest number of the type (of the stated bits, for a 12-bit TIFF) in physical
  ///    units, so with `BSCALE` and `BZERO` applied. No camera fills 32 bits: such files count as floating point;
  /// 3. floating-point files: 1 when all values lie in -0.5 to 1.5 and the largest reaches 1/256, 65535 when the largest lies
  ///    between 256 and 5 % above that, else the largest value: a frame of surface brightnesses around 1e-12 or of 20 counts
  ///    a second was not made for either white, and would be flat on that scale. Where no value is above zero the span of
  ///    the values serves. Not-a-number and infinite values do not count.
  public var fullScale: Double {
    var range = ValueRange()
    range.add(planes, light: lightPlanes)
    return header.fullScale(range)
  }
}

extension ImageHeader {
  /// ``AstroImage/fullScale`` of values in a range.
  func fullScale(_ range: ValueRange) -> Double {
    let lowest = range.lowestLight ?? .infinity
    let highest = range.highestLight ?? -.infinity
    let isCamera = sampleFormat.isInteger && sampleFormat.byteCount <= 2
    let formatMaximum = isCamera ? storedMaximum : Double.infinity
    for key in ["SATURATE", "DATAMAX"] where key == "SATURATE" || !isCamera {
      if let stated = metadata.number(key), stated > 0, stated > Double(highest),
        stated <= formatMaximum
      {
        return stated
      }
    }
    if isCamera { return formatMaximum }
    guard lowest <= highest else { return 1 }
    guard highest > 0 else { return lowest < highest ? Double(highest) - Double(lowest) : 1 }
    switch highest {
    case ..<(1 / 256): return Double(highest)
    // Values below -0.5 with none above 1.5 still have 1 as the only sensible white.
    case ...1.5: return 1
    case ..<256: return Double(highest)
    case ...(65535 * 1.05): return 65535
    default: return Double(highest)
    }
  }

  /// The physical value of the largest number that the integer format holds.
  private var storedMaximum: Double {
    if let bits = metadata.number("BitsPerSample"), metadata.format == TIFF.id, bits >= 1, bits < 64
    {
      let values = Double(sign: .plus, exponent: Int(bits), significand: 1)
      return sampleFormat.nominalMinimum < 0 ? values / 2 - 1 : values - 1
    }
    guard metadata.format == FITS.id else { return sampleFormat.nominalMaximum }
    let slope = metadata.number("BSCALE") ?? 1
    let zero = metadata.number("BZERO") ?? 0
    // The conventions for unsigned numbers are part of the format already.
    if slope == 1 && zero == FITSLayout.conventionalZero(sampleFormat) {
      return sampleFormat.nominalMaximum
    }
    let physical =
      max(sampleFormat.nominalMaximum * slope, sampleFormat.nominalMinimum * slope) + zero
    return physical > 0 ? physical : sampleFormat.nominalMaximum
  }
}
