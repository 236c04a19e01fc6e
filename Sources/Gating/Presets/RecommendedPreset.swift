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
        whole-frame: warn
        star-loss: error
        strong-star-loss: error
        star-invented: error
        whole-numbers: error
        quality: warn
        star-size: warn
        star-focus: warn
        star-shape: warn
        star-position: warn
        star-field: warn
        star-places: warn
        net-star-loss: warn
        star-brightness: warn
        star-flicker: warn
        flux-scale: warn
        companions: warn
        doubles: warn
        pair-balance: warn
        doubles-split: warn
        halos: warn
        glow: warn
        edges: warn
        seams: warn
        lattice: warn
        stripes: warn
        even-noise: warn
        row-bands: warn
        single-lines: warn
        slanting-lines: warn
        vignetting: warn
        blotches: warn
        even-sky: warn
        extended-light: warn
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
        stray-pixels: warn
        saturated-cores: warn
      """)
}
