/// What the selftest found: `selftest.json`.
struct SelftestRecord: Codable {
  /// A sky that was judged.
  struct Scene: Codable {
    var name: String
    var kind: String
    var side: Int
    var channels: Int
    var fwhm: Double
    var camera: String
    var skyElectrons: Double
    var seed: UInt64
  }

  /// What a check made of a denoiser over all scenes.
  struct Cell: Codable {
    var check: String
    /// On how many scenes it failed, of those where it could be measured.
    var failed: Int
    var of: Int
    /// The worst figure, in the check's unit as a distance from the best, and its limit; `nil` for checks that only report.
    var worst: Double?
    var limit: Double?
    /// How near the surest of its criteria came to failing on any scene: 1 is at the limit; `nil` where nothing has one.
    var nearest: Double?
    /// The scenes on which it failed.
    var scenes: [String]
    /// Why it could not be measured on others, each reason once.
    var notApplicable: [String]
  }

  /// A check's figure at a dose, in units of its limit, over the scenes where all doses could be measured.
  struct Dose: Codable {
    var dose: Double
    var check: String
    var value: Double
    /// On how many scenes the check failed, of those.
    var failed: Int
    var of: Int
  }

  struct Row: Codable {
    var name: String
    /// `vice` or `innocent`.
    var kind: String
    var summary: String
    /// The checks that must catch it.
    var `for`: [String]
    var cells: [Cell]
    var doseUnit: String?
    var doses: [Dose]
    /// Whether each of its checks rises with the dose; `nil` without doses.
    var isMonotonic: Bool?
  }

  var schema = "evalbench/selftest/1"
  var evalbenchVersion = EvalBenchVersion.current
  var seed: UInt64
  var size: String
  var scenes: [Scene]
  var checks: [String]
  var rows: [Row]
  /// Vices with the check that missed them: `blur: fwhm-drift failed on 1 of 4 scenes`.
  var missed: [String]
  /// Innocents with the check that accused them.
  var accused: [String]
  /// Vices whose figure does not rise with the dose.
  var notMonotonic: [String]

  var isSound: Bool { missed.isEmpty && accused.isEmpty && notMonotonic.isEmpty }
}
