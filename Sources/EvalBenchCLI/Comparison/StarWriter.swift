import AstroImages
import Evaluation
import Reports

/// Collects the stars of all test frames, and stores them column by column.
struct StarWriter {
  private var scenes: [String] = []
  private var stars: [(scene: Int, star: CropStar)] = []

  private typealias Quantity = StarColumns.Quantity

  /// A figure that is stored, and in which steps: a tenth of what its measurement is good for, or less.
  private struct Figure<Subject>: Sendable {
    var quantity: Quantity
    var scale: Double
    var value: @Sendable (Subject) -> Double?

    init(_ quantity: Quantity, _ scale: Double, _ value: @escaping @Sendable (Subject) -> Double?) {
      (self.quantity, self.scale, self.value) = (quantity, scale, value)
    }
  }

  private static let own: [Figure<CropStar>] = [
    .init(.id, 1) { Double($0.id) }, .init(.x, 0.01) { $0.x }, .init(.y, 0.01) { $0.y },
    .init(.magnitude, 0.001) { $0.magnitude }, .init(.signalToNoise, 0.1) { $0.signalToNoise },
    .init(.width, 0.001) { $0.width }, .init(.neighbourDistance, 0.01) { $0.neighbourDistance },
    .init(.isClipped, 1) { $0.isClipped == true ? 1 : 0 },
  ]

  private static let made: [Figure<CropStar.Rendition>] = [
    .init(.fate, 1) { CropStar.Fate.allCases.firstIndex(of: $0.fate).map(Double.init) },
    .init(.widthChange, 0.1) { $0.widthChange },
    .init(.brightnessChange, 1) { $0.brightnessChange },
    .init(.ellipticityChange, 0.001) { $0.ellipticityChange },
    .init(.peakChange, 0.1) { $0.peakChange }, .init(.shiftX, 0.001) { $0.shiftX },
    .init(.shiftY, 0.001) { $0.shiftY },
  ]

  mutating func add(_ frame: FrameStars, of scene: String) {
    guard !frame.stars.isEmpty else { return }
    stars += frame.stars.map { (scenes.count, $0) }
    scenes.append(scene)
  }

  /// Writes `stars.columns`; `nil` where no frame has stars.
  func write(to folder: RunFolder, candidates: [String]) throws -> StarColumns? {
    guard !stars.isEmpty else { return nil }
    var bytes: [UInt8] = []
    var columns: [StarColumns.Column] = []
    func add<Subject>(
      _ figure: Figure<Subject>, _ candidate: String?, of subjects: [Subject?]
    ) throws {
      let values = subjects.map { $0.flatMap(figure.value) ?? .nan }
      let block = try NumberBlock.pack(values, scale: figure.scale)
      columns.append(
        .init(
          quantity: figure.quantity, candidate: candidate, scale: figure.scale,
          offset: bytes.count, length: block.count))
      bytes += block
    }
    try add(Figure(.scene, 1) { Double($0) }, nil, of: stars.map(\.scene))
    for figure in Self.own { try add(figure, nil, of: stars.map(\.star)) }
    for candidate in candidates {
      let renditions = stars.map { $0.star.renditions.first { $0.candidate == candidate } }
      for figure in Self.made { try add(figure, candidate, of: renditions) }
    }
    let file = "stars.columns"
    try AtomicFile.write(bytes, to: folder.path + "/" + file)
    return StarColumns(file: file, count: stars.count, scenes: scenes, columns: columns)
  }
}
