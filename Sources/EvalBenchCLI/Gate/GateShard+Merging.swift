import Evaluation
import Gating

extension GateShard {
  /// What one run over all images would have scored.
  static func merged(_ shards: [GateShard]) throws -> GateCandidate {
    let shards = shards.sorted { $0.share.index < $1.share.index }
    guard let first = shards.first else { throw UsageError("give the folders of the shards") }
    for shard in shards.dropFirst() {
      if let difference = first.difference(from: shard) {
        throw NotComparable(
          "shard \(first.share.index)/\(first.share.count) and shard \(shard.share.index)/\(shard.share.count) do not belong together: \(difference)"
        )
      }
    }
    try checkComplete(shards, count: first.share.count)
    var record = first.record
    record.scenes = interleaved(shards.map(\.record.scenes))
    record.provenance.data = interleaved(shards.map(\.record.provenance.data))
    record.rows = shards.flatMap(\.record.rows)
    record.candidates[0].secondsPerMegapixel = secondsPerMegapixel(shards)
    guard record.scenes.count == first.images else {
      throw RunError(
        "the shards hold \(record.scenes.count) images, the test set has \(first.images); score them again"
      )
    }
    var found = GateCandidate(record: record, name: first.candidate)
    found.artefactSHA256 = first.artefactSHA256
    found.nativeSHA256 = first.nativeSHA256
    found.megabytes = first.megabytes
    found.training = first.training
    found.cachedImages = shards.reduce(0) { $0 + $1.cachedImages }
    for shard in shards { found.parity.merge(shard.parity) { own, _ in own } }
    found.notes = ["merged from \(shards.count) shards"]
    return found
  }

  /// The first thing in which two shards of one whole would not differ.
  private func difference(from other: GateShard) -> String? {
    func models(_ shard: GateShard) -> [String] {
      shard.record.candidates.map {
        "\($0.name) \($0.specification) \($0.weightsSHA256?.prefix(12) ?? "")"
      }
    }
    let facts: [(String, String, String)] = [
      ("number of shards", "\(share.count)", "\(other.share.count)"),
      ("images in all", "\(images)", "\(other.images)"), ("frames", source, other.source),
      (
        "candidates", models(self).joined(separator: ", "),
        models(other).joined(separator: ", ")
      ),
      ("model file", artefactSHA256 ?? "none", other.artefactSHA256 ?? "none"),
      ("native file", nativeSHA256 ?? "none", other.nativeSHA256 ?? "none"),
      ("build of evalbench and CPU level", engine, other.engine),
    ]
    return facts.first { $0.1 != $0.2 }.map { "\($0.0) \($0.1) and \($0.2)" }
  }

  private static func checkComplete(_ shards: [GateShard], count: Int) throws {
    let indices = shards.map(\.share.index)
    if let twice = indices.first(where: { index in indices.count { $0 == index } > 1 }) {
      throw RunError("shard \(twice)/\(count) is given twice")
    }
    let missing = (1...count).filter { !indices.contains($0) }
    guard missing.isEmpty else {
      throw RunError(
        "of \(count) shards \(missing.map { "\($0)/\(count)" }.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing; a part of the images decides nothing"
      )
    }
  }

  /// Every n-th image of each shard, in the order of the whole.
  private static func interleaved<Item>(_ lists: [[Item]]) -> [Item] {
    (0..<(lists.map(\.count).max() ?? 0)).flatMap { turn in
      lists.compactMap { turn < $0.count ? $0[turn] : nil }
    }
  }

  private static func secondsPerMegapixel(_ shards: [GateShard]) -> Double? {
    var (seconds, megapixels) = (0.0, 0.0)
    for shard in shards {
      let size = shard.record.scenes.reduce(0) { $0 + Double($1.width * $1.height) / 1e6 }
      seconds += size * (shard.record.candidates.first?.secondsPerMegapixel ?? 0)
      megapixels += size
    }
    return megapixels > 0 ? seconds / megapixels : nil
  }
}
