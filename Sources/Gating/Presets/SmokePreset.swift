extension GatePresets {
  /// For every commit: is it a denoiser at all?
  static let smoke = GatePreset(
    id: "smoke",
    summary: "for every commit: it denoises, invents no holes and loses no bright star; 2 targets",
    text: """
      schema: evalbench.gate/1
      data: {min_groups: 2, simulated: {targets: 6, size: 256}}
      rules:
        noise-left: [error, {metric: noise-reduction, max: 0.85 ratio, decide: estimate,
          because: "A denoiser that leaves the noise is not one."}]
        whole-numbers: [error, {metric: dynamic-range, part: non-finite, zero: true,
          because: "One NaN spoils a stack."}]
        strong-star-loss: [error, {metric: star-loss, part: strong (SNR 20+), max: 0.02, decide: estimate,
          because: "A lost bright star is seen by everybody."}]
        beats-input: [error, {metric: psnr-display, superior_to: identity, margin: 0 dB, decide: estimate,
          because: "It must be closer to the truth than what it was given."}]
      """)
}
