import Foundation

/// The numbers of references/skies/references.json, made by SciPy and by the independent scene generator.
struct References: Decodable {
  struct Generator: Decodable {
    var seed: UInt64
    var name: String
    var output: [String]
  }
  struct Quantile: Decodable {
    var x: Double
    var cdf: Double
  }
  struct Counts: Decodable {
    var mean: Double
    var counts: [Double]
    var cdf: [Double]
  }
  struct Pixel: Decodable {
    var fwhm: Double
    var beta: Double
    var x: Double
    var y: Double
    var flux: Double
  }
  struct Photometry: Decodable {
    var fwhm: Double
    var beta: Double
    var electrons: Double
    var background: Double
    var ratio: Double
  }
  struct Turbulence: Decodable {
    var index: Double
    var slope: Double
  }
  struct Sersic: Decodable {
    var index: Double
    var b: Double
  }
  struct Statistics: Decodable {
    var roles: [String: Int]
    var median: Double
    var mean: Double
    var p1: Double
    var p99: Double
    var deviation: Double
    var darkNoise: Double
    var isolated: Int
    var saturated: Int
  }
  var generator: [Generator]
  var normal: [Quantile]
  var poisson: [Counts]
  var moffat: [Pixel]
  var photometry: [Photometry]
  var turbulence: [Turbulence]
  var sersic: [Sersic]
  var scenes: [String: Statistics]

  static func load() throws -> References {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("references/skies/references.json")
    return try JSONDecoder().decode(References.self, from: Data(contentsOf: file))
  }
}

/// The mean, variance and correlation of numbers, with their standard errors for independent normal ones.
struct Moments {
  var count = 0.0
  var mean = 0.0
  var variance = 0.0

  init(_ values: [Double]) {
    count = Double(values.count)
    for value in values { mean += value }
    mean /= count
    for value in values { variance += (value - mean) * (value - mean) }
    variance /= count - 1
  }

  init(_ values: [Float]) { self.init(values.map(Double.init)) }

  var sigma: Double { variance.squareRoot() }
  /// The standard error of the mean.
  var meanError: Double { (variance / count).squareRoot() }
  /// The relative standard error of the variance of normal numbers.
  var varianceError: Double { (2 / (count - 1)).squareRoot() }
}

/// Pearson's correlation of two lists.
func correlation(_ a: [Double], _ b: [Double]) -> Double {
  let (first, second) = (Moments(a), Moments(b))
  var sum = 0.0
  for index in a.indices { sum += (a[index] - first.mean) * (b[index] - second.mean) }
  return sum / (Double(a.count - 1) * first.sigma * second.sigma)
}
