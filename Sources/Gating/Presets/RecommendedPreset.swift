extension GatePresets {
  /// The rules of `release`, of which only the plainest fail the gate: to learn what a model does.
  static let recommended = GatePreset(
    id: "recommended",
    summary:
      "every rule of 'release', most of them as warnings: what a first adoption should watch",
    text: """
      schema: evalbench.gate/1
      extends: preset:release
      rules:
        beats-input: error
        noise-left: error
        star-loss: error
        strong-star-loss: error
        star-invented: error
        whole-numbers: error
        quality: warn
        star-size: warn
        star-shape: warn
        star-position: warn
        star-field: warn
        net-star-loss: warn
        star-brightness: warn
        flux-scale: warn
        companions: warn
        doubles: warn
        doubles-split: warn
        halos: warn
        edges: warn
        seams: warn
        lattice: warn
        row-bands: warn
        vignetting: warn
        sky-level: warn
        faint-signal: warn
        faint-texture: warn
        over-smoothing: warn
        over-sharpening: warn
        information: warn
        mottle: warn
        banding: warn
        black-clipped: warn
        white-clipped: warn
      """)
}
