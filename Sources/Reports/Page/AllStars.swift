internal import Evaluation
private import Foundation

/// Every star of the test frames as the page carries it: packed columns that the table's script unpacks.
struct AllStars {
  /// What the columns are, as JSON that is safe inside a script element.
  var json: String
  var blocks: [ExplorerData.Block]
  /// How many stars the frames' catalogues have.
  var knownCount: Int
  /// How many stars had each fate, by the candidate's place in the record.
  var fates: [Int: [CropStar.Fate: Int]]

  private struct Document: Encodable {
    var count: Int
    var scenes: [String]
    var fates: [String]
    var columns: [Column]
  }

  private struct Column: Encodable {
    var quantity: StarColumns.Quantity
    /// The candidate's place in the record.
    var candidate: Int?
    var scale: Double
    var block: String
  }

  /// More stars than these no page shows.
  private static let most = 5_000_000

  /// What a page can do without where it has no room for everything.
  private static let dispensable: Set<StarColumns.Quantity> = [
    .ellipticityChange, .peakChange, .shiftX, .shiftY,
  ]

  var encodedBytes: Int { blocks.reduce(json.utf8.count) { $0 + $1.data.utf8.count } }

  /// The columns that a page has room for, and in words what it leaves out.
  ///
  /// - Parameter budget: the most bytes that the columns may take in the page.
  static func fitting(
    _ record: RunRecord, budget: Int, assets: (String) throws -> [UInt8]
  ) -> (stars: AllStars?, omitted: [String]) {
    guard let described = record.stars else { return (nil, []) }
    do {
      let bytes = try assets(try PictureLoader.inside(described.file))
      let whole = try AllStars(described, record, bytes, without: [])
      if whole.encodedBytes <= budget { return (whole, []) }
      let essential = try AllStars(described, record, bytes, without: dispensable)
      guard essential.encodedBytes <= budget else {
        return (nil, ["the table of all \(NumberFormat.integer(described.count)) stars"])
      }
      return (essential, ["ellipticities, peaks and places of the table of all stars"])
    } catch {
      return (nil, ["the table of all stars: \(SafeText.short("\(error)", limit: 200))"])
    }
  }

  private init(
    _ described: StarColumns, _ record: RunRecord, _ bytes: [UInt8],
    without left: Set<StarColumns.Quantity>
  ) throws {
    let file = described.file
    guard described.encoding == StarColumns.encoding, (0...Self.most).contains(described.count)
    else {
      throw PictureError(file: file, problem: "is not as '\(StarColumns.encoding)' describes it")
    }
    (blocks, fates, knownCount) = ([], [:], 0)
    var columns: [Column] = []
    for column in described.columns {
      let place = record.candidates.firstIndex { $0.name == column.candidate }
      guard column.candidate == nil || place != nil else { continue }
      let block = try FilePart(file, column.offset, column.length).bytes(of: bytes)
      // What cannot be unpacked here could not be in a browser either, and there nobody would be told why.
      let values: [Double]
      do {
        values = try NumberBlock.unpack(block, count: described.count, scale: column.scale)
      } catch {
        throw PictureError(file: file, problem: "\(error)")
      }
      if column.quantity == .id { knownCount = values.count { $0 >= 0 } }
      if column.quantity == .fate, let place { fates[place] = Self.tally(values, described) }
      // Nobody asks what the input made of its own stars.
      if let place, record.candidates[place].isUntouchedInput { continue }
      guard !left.contains(column.quantity) else { continue }
      let id = "stars-\(blocks.count)"
      blocks.append(.init(id: id, data: Data(block).base64EncodedString()))
      columns.append(
        Column(quantity: column.quantity, candidate: place, scale: column.scale, block: id))
    }
    json = ScriptText.json(
      Document(
        count: described.count, scenes: described.scenes.map(SafeText.line),
        fates: described.fates.map(\.rawValue), columns: columns))
  }

  private static func tally(
    _ codes: [Double], _ described: StarColumns
  ) -> [CropStar.Fate: Int] {
    codes.reduce(into: [:]) { sum, code in
      guard code >= 0, code < Double(described.fates.count) else { return }
      sum[described.fates[Int(code)], default: 0] += 1
    }
  }
}
