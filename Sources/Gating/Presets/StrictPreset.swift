extension GatePresets {
  /// For a release that many will rely on.
  static let strict = GatePreset(
    id: "strict",
    summary:
      "'release' with single images watched, every camera judged by itself, and no rule off without a reason",
    text: """
      schema: evalbench.gate/1
      extends: preset:release
      data: {min_groups: 12, simulated: {targets: 48, size: 512}}
      policy: {fail_on: warn, off_needs_reason: true}
      rules:
        quality: {non_inferior: 0.05 dB}
        star-size: {worst_group: 10 %}
        star-loss: {max: 0.04 fraction}
        star-invented: {hard_max: 15 per Mpx}
        not-worse-images: [warn, {metric: psnr-display, max_regressed_fraction: 0.05, regressed_by: 0.3 dB,
          because: "A better mean must not hide single frames that became worse."}]
      slices:
        - {by: sensor, rules: [star-loss, star-size], min_groups: 4, on_too_few: skip}
      """)
}
