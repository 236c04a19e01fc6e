/// Every star of the test frames and what every candidate made of it, column by column in one packed file.
///
/// A column has one entry a star: frame by frame, in a frame the catalogue's stars first and then what only candidates see.
/// `value = scale * code`; how codes are packed is told in docs/report.md, section "Star columns".
public struct StarColumns: Codable, Equatable, Sendable {
  /// The packing of today: whole numbers, zig-zag, the lowest bytes of all first, zlib.
  public static let encoding = "i32-planes-zlib/1"

  /// What a column tells of a star, or of a candidate's rendition of it; units as in ``CropStar``.
  public enum Quantity: String, Codable, CaseIterable, Sendable {
    /// The frame's place in ``StarColumns/scenes``.
    case scene
    case id, x, y, magnitude, signalToNoise, width, neighbourDistance
    /// 1 for a star whose peak the reference clips.
    case isClipped
    /// The place in ``StarColumns/fates`` of what became of the star.
    case fate
    case widthChange, brightnessChange, ellipticityChange, peakChange, shiftX, shiftY
  }

  /// One column: where its packed bytes stand in the file.
  public struct Column: Codable, Equatable, Sendable {
    public var quantity: Quantity
    /// Whose rendition it tells of; `nil` for what is the star's own.
    public var candidate: String?
    public var scale: Double
    public var offset: Int
    public var length: Int

    public init(
      quantity: Quantity, candidate: String?, scale: Double, offset: Int, length: Int
    ) {
      self.quantity = quantity
      self.candidate = candidate
      self.scale = scale
      self.offset = offset
      self.length = length
    }
  }

  public var encoding: String
  /// The file in the run's folder that holds all columns.
  public var file: String
  /// How many stars there are.
  public var count: Int
  /// The names of the frames that have stars.
  public var scenes: [String]
  public var fates: [CropStar.Fate]
  public var columns: [Column]

  public init(file: String, count: Int, scenes: [String], columns: [Column]) {
    encoding = Self.encoding
    self.file = file
    self.count = count
    self.scenes = scenes
    fates = CropStar.Fate.allCases
    self.columns = columns
  }
}
