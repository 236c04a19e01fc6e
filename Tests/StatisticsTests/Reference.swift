import Foundation
import TestSupport
import Testing

/// What SciPy computed: references/statistics/expected.json.
struct Reference: Decodable {
  struct Sample: Decodable, CustomTestStringConvertible, Sendable {
    var name: String
    var values: [Double]
    var mean: Double
    var sd: Double
    var median: Double
    var interquartile_mean_multiple_of_4: Double?
    var quantile_30: Double
    var t_interval: [Double]
    var sign_flip_two_sided: Double?
    var sign_flip_greater: Double?
    var wilcoxon_p: Double
    var wilcoxon_positive: Double
    var wilcoxon_exact: Bool
    var median_interval: [Double?]
    var bca_interval: [Double]
    var percentile_interval: [Double]
    var bootstrap_t_interval: [Double]
    var margin: Double
    var non_inferiority_p: Double
    var tost_p: Double
    var testDescription: String { name }
  }
  struct Welch: Decodable {
    var a: [Double]
    var b: [Double]
    var interval: [Double]
  }
  struct Student: Decodable {
    var freedom: Double
    var t: Double
    var cdf: Double
    var sf: Double
  }
  struct StudentQuantile: Decodable {
    var freedom: Double
    var p: Double
    var t: Double
  }
  struct NormalQuantile: Decodable {
    var p: Double
    var z: Double
  }
  struct Binomial: Decodable {
    var k: Int
    var n: Int
    var p: Double
    var cdf: Double
  }
  struct Wilson: Decodable {
    var k: Int
    var n: Int
    var level: Double
    var interval: [Double]
  }
  struct Zero: Decodable {
    var n: Int
    var level: Double
    var share: Double
    var count: Double
  }
  struct HolmCase: Decodable {
    var p: [Double]
    var adjusted: [Double]
  }
  struct Groups: Decodable {
    var ratio: Double
    var level: Double
    var power: Double
    var n: Int
  }

  var samples: [Sample]
  var welch: Welch
  var student: [Student]
  var student_quantiles: [StudentQuantile]
  var normal_quantiles: [NormalQuantile]
  var binomial: [Binomial]
  var wilson: [Wilson]
  var zero: [Zero]
  var holm: [HolmCase]
  var groups_needed: [Groups]

  static let loaded = Result {
    try JSONDecoder().decode(
      Reference.self,
      from: Data(contentsOf: Repository.root.appending(path: "references/statistics/expected.json"))
    )
  }

  static var samples: [Sample] { (try? loaded.get().samples) ?? [] }
}
