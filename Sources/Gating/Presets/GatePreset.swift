/// A set of rules that configurations extend, written as a configuration file.
public struct GatePreset: Sendable {
  public var id: String
  public var summary: String
  public var text: String
}

/// The presets, one line each.
public enum GatePresets {
  public static let all: [GatePreset] = [smoke, recommended, release, strict]

  public static func named(_ id: String) -> GatePreset? { all.first { $0.id == id } }

  /// The rule about what a candidate has learnt from.
  static let unseenRuleID = "unseen-data"

  /// The ids of the rules that presets have.
  static let ruleIDs = [
    unseenRuleID, "noise-left", "whole-frame", "beats-input", "quality", "star-size", "star-focus",
    "star-shape", "star-position", "star-field", "star-places", "star-loss", "strong-star-loss",
    "net-star-loss", "star-brightness", "star-flicker", "flux-scale", "star-invented", "companions",
    "doubles", "pair-balance", "doubles-split", "halos", "glow", "edges", "seams", "lattice",
    "stripes", "even-noise", "row-bands", "single-lines", "slanting-lines", "vignetting",
    "blotches", "even-sky", "extended-light", "sky-level", "faint-signal", "faint-texture",
    "over-smoothing", "over-sharpening", "information", "mottle", "whole-numbers", "banding",
    "black-clipped", "white-clipped", "stray-pixels", "saturated-cores", "removed-structure",
    "not-worse-images",
  ]
}
