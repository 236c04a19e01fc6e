extension Sensor {
  /// The cameras that the simulator knows, the default first.
  ///
  /// Figures are for the converter's own units; where no maker's chart or measurement is named, a figure is the value that
  /// owners commonly quote for the chip and is good to 10 to 20 %.
  public static let presets: [Sensor] = [
    asi2600g100, asi2600g0, asi2600mcG100, asi1600g139, asi533g100, asi533mcG100, asi294g120,
    asi6200g0, qhy600g26, canon6dISO400, canon6dISO1600, nikonD810ISO400,
  ]

  /// Sony IMX571 in high conversion gain: the makers' charts give about 0.25 e-/ADU, 1.5 e- and 16 to 18 ke-.
  public static let asi2600g100 = Sensor(
    id: "asi2600mm_g100", camera: "ZWO ASI2600MM Pro, gain 100 (Sony IMX571)", gain: 0.25,
    readNoise: 1.5, fullWell: 16_400, darkCurrent: 0.0002, bits: 16, pedestal: 500,
    responseNonUniformity: 0.005, hotPixelFraction: 1e-4, rowNoise: 0.15)

  /// Sony IMX571 at unity of the amplifier: 0.76 e-/ADU and 50 ke- (ZWO's forum, bbs.zwoastro.com/d/10979).
  public static let asi2600g0 = Sensor(
    id: "asi2600mm_g0", camera: "ZWO ASI2600MM Pro, gain 0 (Sony IMX571)", gain: 0.76,
    readNoise: 3.3, fullWell: 50_000, darkCurrent: 0.0002, bits: 16, pedestal: 500,
    responseNonUniformity: 0.005, hotPixelFraction: 1e-4, rowNoise: 0.3)

  /// The one-shot colour version of the IMX571, figures as ``asi2600g100``.
  public static let asi2600mcG100 = Sensor(
    id: "asi2600mc_g100", camera: "ZWO ASI2600MC Pro, gain 100 (Sony IMX571, RGGB)", gain: 0.25,
    readNoise: 1.5, fullWell: 16_400, darkCurrent: 0.0002, bits: 16, pedestal: 500, isColour: true,
    responseNonUniformity: 0.005, hotPixelFraction: 1e-4, rowNoise: 0.15)

  /// Panasonic MN34230, 12 bits, at unity gain (bbs.zwoastro.com/d/7616): strong fixed pattern.
  public static let asi1600g139 = Sensor(
    id: "asi1600mm_g139", camera: "ZWO ASI1600MM Pro, gain 139 (Panasonic MN34230)", gain: 1.0,
    readNoise: 1.7, fullWell: 4_095, darkCurrent: 0.006, bits: 12, pedestal: 50,
    responseNonUniformity: 0.01, hotPixelFraction: 8e-4, rowNoise: 0.35)

  /// Sony IMX533, 14 bits, in high conversion gain: about 1 e-/ADU and 1.5 e-.
  public static let asi533g100 = Sensor(
    id: "asi533mm_g100", camera: "ZWO ASI533MM Pro, gain 100 (Sony IMX533)", gain: 1.0,
    readNoise: 1.5, fullWell: 16_383, darkCurrent: 0.0005, bits: 14, pedestal: 70,
    responseNonUniformity: 0.005, hotPixelFraction: 1e-4, rowNoise: 0.15)

  /// The one-shot colour version of the IMX533, figures as ``asi533g100``.
  public static let asi533mcG100 = Sensor(
    id: "asi533mc_g100", camera: "ZWO ASI533MC Pro, gain 100 (Sony IMX533, RGGB)", gain: 1.0,
    readNoise: 1.5, fullWell: 16_383, darkCurrent: 0.0005, bits: 14, pedestal: 70, isColour: true,
    responseNonUniformity: 0.005, hotPixelFraction: 1e-4, rowNoise: 0.15)

  /// Sony IMX492, 14 bits, just above its step in conversion gain: read noise below 2 e- (cloudynights.com owners' tests).
  public static let asi294g120 = Sensor(
    id: "asi294mm_g120", camera: "ZWO ASI294MM Pro, gain 120 (Sony IMX492)", gain: 0.9,
    readNoise: 1.8, fullWell: 14_500, darkCurrent: 0.007, bits: 14, pedestal: 30,
    responseNonUniformity: 0.01, hotPixelFraction: 5e-4, rowNoise: 0.3)

  /// Sony IMX455, full frame, in low conversion gain: 0.779 e-/ADU and 51 ke- (the Glenlea exposure-time calculator).
  public static let asi6200g0 = Sensor(
    id: "asi6200mm_g0", camera: "ZWO ASI6200MM Pro, gain 0 (Sony IMX455)", gain: 0.779,
    readNoise: 3.5, fullWell: 51_000, darkCurrent: 0.001, bits: 16, pedestal: 500,
    responseNonUniformity: 0.005, hotPixelFraction: 1e-4, rowNoise: 0.3)

  /// Sony IMX455 in mode 0 above its step at gain 26 (qhyccd.com, QHY600 page).
  public static let qhy600g26 = Sensor(
    id: "qhy600m_m0g26", camera: "QHY600M, mode 0, gain 26 (Sony IMX455)", gain: 0.33,
    readNoise: 1.7, fullWell: 21_500, darkCurrent: 0.002, bits: 16, pedestal: 500,
    responseNonUniformity: 0.005, hotPixelFraction: 1e-4, rowNoise: 0.2)

  /// Canon EOS 6D, 14 bits: full well 20 643 e- over 13 235 steps (magiclantern.fm topic 10111.725); uncooled.
  public static let canon6dISO400 = Sensor(
    id: "canon6d_iso400", camera: "Canon EOS 6D, ISO 400", gain: 1.56, readNoise: 7,
    fullWell: 20_643, darkCurrent: 0.05, bits: 14, pedestal: 2_048, isColour: true,
    responseNonUniformity: 0.01, hotPixelFraction: 1e-3, rowNoise: 1.5)

  /// Canon EOS 6D: full well 5 215 e- (magiclantern.fm topic 10111.725); banding in rows is its known weakness; uncooled.
  public static let canon6dISO1600 = Sensor(
    id: "canon6d_iso1600", camera: "Canon EOS 6D, ISO 1600", gain: 0.39, readNoise: 2.1,
    fullWell: 5_215, darkCurrent: 0.05, bits: 14, pedestal: 2_048, isColour: true,
    responseNonUniformity: 0.01, hotPixelFraction: 1e-3, rowNoise: 0.5)

  /// Nikon D810, 14 bits, uncooled: about 19 ke- at ISO 400 with a pedestal of 600.
  public static let nikonD810ISO400 = Sensor(
    id: "nikond810_iso400", camera: "Nikon D810, ISO 400", gain: 1.2, readNoise: 3.0,
    fullWell: 19_000, darkCurrent: 0.05, bits: 14, pedestal: 600, isColour: true,
    responseNonUniformity: 0.008, hotPixelFraction: 8e-4, rowNoise: 0.5)

  /// The preset of a name; `NAME_padded` is the camera shifted up to 16 bits.
  public static func named(_ name: String) throws(SkyError) -> Sensor {
    let suffix = "_padded"
    let isPadded = name.hasSuffix(suffix)
    let base = isPadded ? String(name.dropLast(suffix.count)) : name
    guard let sensor = presets.first(where: { $0.id == base }) else {
      let known = presets.map(\.id).joined(separator: ", ")
      throw SkyError("no camera is named '\(name)'; known are \(known), each also as NAME_padded")
    }
    return isPadded ? sensor.padded : sensor
  }
}
