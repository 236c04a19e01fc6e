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
    unseenRuleID, "noise-left", "beats-input", "quality", "star-size", "star-shape",
    "star-position", "star-field",
    "star-loss", "strong-star-loss", "net-star-loss", "star-brightness", "flux-scale",
    "star-invented",
    "companions", "doubles", "doubles-split", "halos", "edges", "seams", "lattice", "row-bands",
    "vignetting",
    "sky-level", "faint-signal", "faint-texture", "over-smoothing", "over-sharpening",
    "information", "mottle", "whole-numbers", "banding", "black-clipped", "white-clipped",
    "removed-structure", "not-worse-images",
  ]
}
