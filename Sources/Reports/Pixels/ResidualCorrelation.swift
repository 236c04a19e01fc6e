package import Evaluation

/// How much what is left at one pixel tells of what is left some pixels on: the autocorrelation on plain sky, over crops.
package struct ResidualCorrelation: Equatable {
  /// The largest distance, in pixels.
  package static let reach = 12

  private var products = [Double](repeating: 0, count: reach + 1)
  private var pairs = [Int](repeating: 0, count: reach + 1)

  package init() {}

  /// What is brighter above the sky than this many times the input's noise is no plain sky.
  private static let brightest = 3.0

  /// Adds one crop: an image's samples beside the reference's, in units of the input's noise.
  package mutating func add(
    _ image: [UInt16], _ reference: [UInt16], _ pixels: CropPixels, width: Int
  ) {
    guard pixels.skyNoise > 0, pixels.skyNoise.isFinite, width > 0 else { return }
    let sky = pixels.inputStretch.level * pixels.fullScale
    let limit = (sky + Self.brightest * pixels.skyNoise - pixels.zero) / pixels.scale
    let unit = pixels.scale / pixels.skyNoise
    var left = zip(image, reference).map { own, truth -> Double in
      guard own != PixelBlock.missing, truth != PixelBlock.missing, Double(truth) < limit
      else { return .nan }
      return (Double(own) - Double(truth)) * unit
    }
    // An offset is no correlation: it is taken away plane by plane.
    let size = left.count / max(1, pixels.channels)
    for start in stride(from: 0, to: left.count, by: max(1, size)) {
      let plane = start..<min(start + size, left.count)
      let mean = Statistic.mean(left[plane].filter { !$0.isNaN }) ?? 0
      for index in plane { left[index] -= mean }
    }
    let height = size / width
    for index in left.indices where !left[index].isNaN {
      let (x, y) = (index % width, index / width % max(1, height))
      for lag in 0...Self.reach {
        if x + lag < width { add(left[index] * left[index + lag], lag) }
        if lag > 0, y + lag < height {
          add(left[index] * left[index + lag * width], lag)
        }
      }
    }
  }

  private mutating func add(_ product: Double, _ lag: Int) {
    guard !product.isNaN else { return }
    products[lag] += product
    pairs[lag] += 1
  }

  package mutating func add(_ other: ResidualCorrelation) {
    for lag in products.indices {
      products[lag] += other.products[lag]
      pairs[lag] += other.pairs[lag]
    }
  }

  /// The correlation at every distance from 1; empty where there is too little sky.
  package var values: [Double] {
    guard let count = pairs.first, count >= 1000 else { return [] }
    let variance = products[0] / Double(count)
    guard variance > 0 else { return [] }
    return (1...Self.reach).map { lag in
      pairs[lag] > 0 ? products[lag] / Double(pairs[lag]) / variance : 0
    }
  }
}
