extension GatePresets {
  /// What may ship.
  ///
  /// Limits are those of the design's checks, re-calibrated where their own noise on the untouched input is larger: such a rule
  /// compares with the input ('identity') instead of with zero.
  static let release = GatePreset(
    id: "release",
    summary: "what may ship: no vice that the checks know, not worse than the baseline",
    text: """
      schema: evalbench.gate/1
      data: {min_groups: 8, unseen: [target]}
      rules:
        unseen-data: [error, {kind: unseen,
          because: "What a model says about frames that it has learnt from is memory, not skill."}]
        noise-left: [error, {metric: noise-reduction, max: 0.85 ratio,
          because: "A denoiser that leaves the noise is not one."}]
        whole-frame: [error, {metric: noise-reduction, part: in the noisiest tenth, max: 0.85,
          because: "A frame that was denoised in most places is not denoised."}]
        beats-input: [error, {metric: psnr-display, superior_to: identity, margin: 1 dB,
          because: "It must be clearly closer to the truth than what it was given."}]
        quality: [error, {metric: psnr-display, non_inferior: 0.2 dB,
          because: "A release does not fall behind the one before."}]
        star-size: [error, {metric: fwhm-drift, abs_max: 3 %,
          because: "Bloated stars are lost resolution, and stars sharper than the optics are invented."}]
        star-focus: [error, {metric: fwhm-drift, part: across the field, non_inferior: 3, non_inferior_to: identity,
          min_groups: 4, because: "Stars that grow towards the corners hide behind a median that does not."}]
        star-shape: [error, {metric: ellipticity-drift, non_inferior: 0.02, non_inferior_to: identity,
          because: "Smeared stars look like bad guiding."}]
        star-position: [error, {metric: centroid-shift, non_inferior: 0.05 px, non_inferior_to: identity,
          because: "Astrometry and stacking rest on it."}]
        star-field: [error, {metric: centroid-shift, part: across the field, non_inferior: 0.05 px,
          non_inferior_to: identity, min_groups: 4,
          because: "A frame that was turned or stretched registers in its middle alone."}]
        star-places: [error, {metric: centroid-shift, part: "added scatter, SNR 50-150", max: 0.05, statistic: median, min_groups: 6,
          because: "Stars that are moved apart, each its own way, leave no mean shift."}]
        star-loss: [error, {metric: star-loss, max: 0.06 fraction,
          because: "A denoiser that erases stars has removed data, not noise."}]
        strong-star-loss: [error, {metric: star-loss, part: strong (SNR 20+), max: 0.003, decide: estimate,
          because: "A lost bright star is seen by everybody; too few of them are in a test set to bound 0.3 %."}]
        net-star-loss: [error, {metric: star-loss, bins: snr, max: {5-10: 0.1, 10-20: 0.02}, min_groups: 4,
          because: "Faint stars come and go with the noise; the balance of lost and gained ones must not."}]
        star-brightness: [error, {metric: photometric-bias, bins: snr, non_inferior_to: identity, min_groups: 4,
          non_inferior: {5-10: 150 mmag, 10-20: 30 mmag, 20-50: 30 mmag, 50-150: 10 mmag, 150+: 10 mmag},
          because: "Faint stars are dimmed before they are lost, and no picture shows it."}]
        star-flicker: [error, {metric: photometric-bias, part: "added scatter, SNR 50-150", max: 10, statistic: median, min_groups: 6,
          because: "A star's light that is off by chance ruins a light curve, and the mean shows nothing."}]
        flux-scale: [error, {metric: flux-gain, abs_max: 1 %,
          because: "It moves the zero point of all photometry."}]
        star-invented: [error, {metric: false-stars, max: 5 per Mpx,
          because: "A noise peak that becomes a star is a discovery that never was."}]
        companions: [error, {metric: spurious-companions, max: 0.02 fraction,
          because: "A companion that is not there is invented science."}]
        doubles: [error, {metric: doubles-merged, non_inferior: 0.05, non_inferior_to: identity, min_groups: 4,
          because: "Two stars that become one are lost resolution that no other figure shows."}]
        pair-balance: [error, {metric: doubles-merged, part: "the fainter star's share, growth", abs_max: 0.05, min_groups: 4,
          because: "A companion's magnitude is why a pair is measured."}]
        doubles-split: [error, {metric: doubles-oversplit, between: [0.8, 1.2], min_groups: 4,
          because: "Doubles split deeper than the optics can are invented."}]
        halos: [error, {metric: dark-halo, non_inferior: 0.25 sigma, non_inferior_to: identity,
          because: "Dark rings around bright stars show under any stretch."}]
        glow: [error, {metric: dark-halo, part: glow, non_inferior: 0.25, non_inferior_to: identity,
          because: "Bright rings around bright stars show under any stretch."}]
        edges: [error, {metric: edge-band, between: [0.75, 1.25],
          because: "Borders that differ from the rest show in every mosaic."}]
        seams: [error, {metric: tile-seam, max: 8 z, statistic: median,
          because: "A strong stretch shows the grid of tiles; the median, because granulation alone can look like a comb."}]
        lattice: [error, {metric: checkerboard, max: 40, statistic: median,
          because: "An upsampling lattice is texture that is not in the sky."}]
        stripes: [error, {metric: checkerboard, part: strongest stripes, max: 40, statistic: median,
          because: "A regular pattern of any period is texture that is not in the sky."}]
        even-noise: [error, {metric: checkerboard, part: uneven noise, max: 1.25,
          because: "Lines or colours of a mosaic that were skipped keep their noise, and no mean shows it."}]
        row-bands: [error, {metric: row-banding, max: 1.1 ratio,
          because: "The eye follows a stripe across the frame far below the noise of a pixel."}]
        single-lines: [error, {metric: row-banding, part: strongest single line, hard_max: 5,
          because: "A dead column, or a line that was made up, crosses the whole frame."}]
        slanting-lines: [error, {metric: row-banding, part: strongest slanting line, hard_max: 5,
          because: "A trail that was never there is a satellite, or a discovery."}]
        vignetting: [error, {metric: large-scale, non_inferior: 0.1 sigma, non_inferior_to: identity,
          because: "A tenth of the noise shows after stretching, and flat-fielding is undone."}]
        blotches: [error, {metric: large-scale, part: strongest blotch, max: 0.2,
          because: "A place that was darkened looks like dust, or like a dark nebula."}]
        even-sky: [error, {metric: large-scale, part: unevenness, max: 0.06, statistic: median,
          because: "Broad waves show after stretching, and no flat field takes them away."}]
        extended-light: [error, {metric: large-scale, part: gain of extended light, between: [0.95, 1.05], min_groups: 4,
          because: "A nebula that is dimmer as a whole is the wrong surface brightness."}]
        sky-level: [error, {metric: background-offset, abs_max: 0.05 sigma,
          because: "A moved sky biases every measured flux."}]
        faint-signal: [error, {metric: faint-patches, between: [0.9, 1.1], min_groups: 4,
          because: "The faintest nebulosity is why the exposure was taken."}]
        faint-texture: [error, {metric: faint-texture, between: [0.8, 1.1], min_groups: 4,
          because: "Filaments smoothed away are the plastic look."}]
        over-smoothing: [error, {metric: over-smoothing, max: 0.15 fraction, min_groups: 4,
          because: "It loses more than the noise forces anybody to lose."}]
        over-sharpening: [error, {metric: over-sharpening, max: 1.1 ratio, min_groups: 4,
          because: "Boosted frequencies are invention."}]
        information: [error, {metric: frc-drop, min: -0.02, statistic: median, min_groups: 6,
          because: "What correlated with the truth before must do so after; the median, because single frames gain a lot."}]
        mottle: [error, {metric: structured-noise, max: 1.1 ratio,
          because: "Noise moved to coarser scales is worse than noise."}]
        whole-numbers: [error, {metric: dynamic-range, part: non-finite, zero: true,
          because: "One NaN spoils a stack."}]
        banding: [error, {metric: dynamic-range, max: 0.1 sigma,
          because: "Coarse levels band under a strong stretch."}]
        black-clipped: [error, {metric: dynamic-range, part: clipped low, zero: true,
          because: "Cut shadows lose faint signal."}]
        white-clipped: [error, {metric: dynamic-range, part: clipped high, zero: true,
          because: "Cut highlights lose star colours."}]
        stray-pixels: [error, {metric: dynamic-range, part: stray pixels, max: 5,
          because: "Hot and dead pixels that the input did not have are taken for stars."}]
        saturated-cores: [error, {metric: dynamic-range, part: saturated light lost, max: 0.03, min_groups: 4,
          because: "Holes in the brightest stars are the first thing that a reader sees."}]
        removed-structure: [warn, {metric: residual-whiteness, max: 0.1,
          because: "Structure in what was removed is signal that went with the noise."}]
      """)
}
