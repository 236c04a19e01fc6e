internal import Evaluation
private import Foundation

/// What is left between an output and the reference over the pixels of crops: how it is distributed, and where it is a bias.
struct ResidualTally: Equatable {
  /// The histogram reaches this many times the input's noise on either side; what lies beyond is in its last bins.
  static let reach = 4.0
  static let step = 0.25
  /// Brightness above the sky in units of the input's noise, from which each bin starts; the last one has no end.
  static let levels = [-1.0, 1, 3, 10, 30, 100]

  private(set) var counts = [Int](repeating: 0, count: Int(2 * reach / step))
  /// The mean residual of every crop at every level, where it has pixels enough.
  private(set) var biases: [[Double]] = Array(repeating: [], count: levels.count)

  /// Fewer pixels than these say nothing of a level.
  private static let fewest = 40

  /// Adds one crop: an output's samples beside the reference's.
  mutating func add(_ output: [UInt16], _ reference: [UInt16], _ pixels: CropPixels) {
    guard pixels.skyNoise > 0, pixels.skyNoise.isFinite else { return }
    let sky = pixels.inputStretch.level * pixels.fullScale
    var sums = [(count: Int, sum: Double)](repeating: (0, 0), count: Self.levels.count)
    for (own, truth) in zip(output, reference)
    where own != PixelBlock.missing && truth != PixelBlock.missing {
      let residual = (Double(own) - Double(truth)) * pixels.scale / pixels.skyNoise
      let bin = ((residual + Self.reach) / Self.step).rounded(.down)
      counts[Int(min(max(bin, 0), Double(counts.count - 1)))] += 1
      let light = (pixels.zero + pixels.scale * Double(truth) - sky) / pixels.skyNoise
      guard let level = Self.levels.lastIndex(where: { light >= $0 }) else { continue }
      sums[level].count += 1
      sums[level].sum += residual
    }
    for (level, found) in sums.enumerated() where found.count >= Self.fewest {
      biases[level].append(found.sum / Double(found.count))
    }
  }

  mutating func add(_ other: ResidualTally) {
    for bin in counts.indices { counts[bin] += other.counts[bin] }
    for level in biases.indices { biases[level] += other.biases[level] }
  }

  /// The share of pixels in each bin, per unit of the noise; empty without pixels.
  var density: [(place: Double, value: Double)] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return [] }
    return counts.enumerated().map { bin, count in
      (
        -Self.reach + (Double(bin) + 0.5) * Self.step, Double(count) / Double(total) / Self.step
      )
    }
  }
}

extension CropPixels.Stretch {
  /// The level of the sky that the automatic stretch was made for, as a fraction of full scale: what it shows at a quarter.
  var level: Double {
    let balance = 1 - midtones
    let x = 0.25
    return shadows + (1 - shadows) * ((balance - 1) * x) / ((2 * balance - 1) * x - balance)
  }
}
