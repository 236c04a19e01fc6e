internal import Evaluation
internal import Reports

/// A table of very many stars over the test scenes of a record, made up, with what it is made of.
struct ManyStars {
  static let file = "stars.columns"
  /// The candidates that have renditions, by their places in the record.
  static let players = [0, 2, 4, 5]

  private(set) var description: StarColumns
  private(set) var bytes: [UInt8] = []
  /// Signal-to-noise ratios, scenes and fates of the first player, in the order of stars.
  private(set) var signals: [Double] = []
  private(set) var scenes: [Int] = []
  private(set) var fates: [CropStar.Fate] = []

  init(_ count: Int, in record: RunRecord) throws {
    let names = record.scenes.filter { $0.split == .test }.map(\.name)
    description = StarColumns(file: Self.file, count: count, scenes: names, columns: [])
    var dice = Dice(state: 50_000)
    func random(_ size: Double) -> [Double] { (0..<count).map { _ in dice.unit() * size } }
    scenes = (0..<count).map { $0 * names.count / count }
    signals = random(5).map { (10 * exponential($0)).rounded() / 10 }
    try add(.scene, nil, 1, scenes.map(Double.init))
    try add(.id, nil, 1, (0..<count).map(Double.init))
    try add(.x, nil, 0.01, random(768))
    try add(.y, nil, 0.01, random(768))
    try add(.magnitude, nil, 0.001, signals.map { 20 - 0.02 * $0 })
    try add(.signalToNoise, nil, 0.1, signals)
    try add(.width, nil, 0.001, random(4))
    try add(.neighbourDistance, nil, 0.01, random(40).map { $0 > 20 ? .nan : $0 })
    try add(.isClipped, nil, 1, signals.map { $0 > 140 ? 1 : 0 })
    for player in Self.players {
      let name = record.candidates[player].name
      let all = CropStar.Fate.allCases
      let own = random(100).map { all[$0 < 8 ? Int($0) : 0] }
      if player == Self.players[0] { fates = own }
      try add(.fate, name, 1, own.map { Double(all.firstIndex(of: $0) ?? 0) })
      try add(.widthChange, name, 0.1, random(60).map { $0 - 30 })
      try add(.brightnessChange, name, 1, random(90).map { $0 - 45 })
      try add(.ellipticityChange, name, 0.001, random(0.4).map { $0 - 0.2 })
      try add(.peakChange, name, 0.1, random(40).map { $0 - 20 })
      try add(.shiftX, name, 0.001, random(1).map { $0 - 0.5 })
      try add(.shiftY, name, 0.001, random(1).map { $0 - 0.5 })
    }
  }

  private mutating func add(
    _ quantity: StarColumns.Quantity, _ candidate: String?, _ scale: Double, _ values: [Double]
  ) throws {
    let block = try NumberBlock.pack(values, scale: scale)
    description.columns.append(
      .init(
        quantity: quantity, candidate: candidate, scale: scale, offset: bytes.count,
        length: block.count))
    bytes += block
  }

  /// 3 at zero, 150 times as much at five.
  private func exponential(_ value: Double) -> Double {
    3
      * (0..<5).reduce(1) { product, step in
        product * (1 + 1.725 * min(max(value - Double(step), 0), 1))
      }
  }
}
