internal import Evaluation

/// The checks of the fixture's run, with made-up but plausible figures.
enum FixtureChecks {
  private typealias Q = CheckMetadata.Question
  private typealias D = CheckMetadata.Direction

  static let all: [CheckMetadata] = [
    check(
      "noise-reduction", "Noise left", .noise, "ratio", .lowerIsBetter,
      "What share of the grain on empty sky is still there."),
    check(
      "structured-noise", "Mottle", .noise, "ratio", .lowerIsBetter,
      "Noise that was turned into blotches is harder to bear than grain."),
    check(
      "star-loss", "Stars lost", .stars, "fraction", .lowerIsBetter,
      "A denoiser that erases faint stars has removed data, not noise."),
    check(
      "fwhm-drift", "Star width drift", .stars, "%", .closerToZeroIsBetter,
      "Wider stars mean lost resolution; narrower ones were sharpened by guesswork."),
    check(
      "ellipticity-drift", "Star shape drift", .stars, "", .closerToZeroIsBetter,
      "Round stars must stay round."),
    check(
      "centroid-shift", "Star position shift", .stars, "px", .closerToZeroIsBetter,
      "Moved stars break stacking and astrometry."),
    check(
      "doubles-merged", "Doubles kept apart", .stars, "fraction", .higherIsBetter,
      "Close pairs are the first to melt together."),
    check(
      "faint-patches", "Faint patches kept", .faintSignal, "slope", .closerToOneIsBetter,
      "Nebulosity at the edge of visibility is what long exposures are for."),
    check(
      "faint-texture", "Faint texture kept", .faintSignal, "slope", .closerToOneIsBetter,
      "Fine structure in faint nebulosity."),
    check(
      "over-smoothing", "Plastic look", .faintSignal, "fraction", .lowerIsBetter,
      "Detail that the input could still show and the output does not."),
    check(
      "frc-drop", "Lost correlation", .faintSignal, "", .higherIsBetter,
      "How much agreement with the truth was lost at any scale."),
    check(
      "false-stars", "Stars invented", .invention, "per Mpx", .lowerIsBetter,
      "A star that is not in the sky is a lie."),
    check(
      "spurious-companions", "Companions invented", .invention, "fraction", .lowerIsBetter,
      "A bright star must not grow a neighbour."),
    check(
      "over-sharpening", "Boosted detail", .invention, "ratio", .lowerIsBetter,
      "More contrast than the truth has."),
    check(
      "edge-band", "Edges", .frame, "ratio", .closerToOneIsBetter,
      "The border must be as good as the middle."),
    check(
      "tile-seam", "Tile seams", .frame, "z", .lowerIsBetter, "Stretching hard shows every seam."),
    check(
      "checkerboard", "Checkerboard", .frame, "ratio", .lowerIsBetter,
      "A lattice that upsampling leaves."),
    check(
      "large-scale", "Gradients changed", .frame, "sigma", .lowerIsBetter,
      "Background gradients must not be bent."),
    check(
      "photometric-bias", "Star brightness", .brightness, "mmag", .closerToZeroIsBetter,
      "Dimmed stars ruin photometry."),
    check(
      "background-offset", "Background level", .brightness, "sigma", .closerToZeroIsBetter,
      "A moved pedestal shifts every colour."),
    check(
      "psnr-linear", "PSNR, linear", .fidelity, "dB, range 65535", .higherIsBetter,
      "Mean squared distance from the truth, in decibels."),
    check(
      "psnr-display", "PSNR, stretched", .fidelity, "dB", .higherIsBetter,
      "The same after the stretch that people look at."),
    check(
      "ssim-display", "SSIM, stretched", .fidelity, "", .higherIsBetter,
      "Likeness of local structure, from 0 to 1."),
  ]

  private static func check(
    _ id: String, _ title: String, _ question: Q, _ unit: String, _ direction: D, _ why: String
  ) -> CheckMetadata {
    CheckMetadata(
      id: id, title: title, question: question, rationale: why, unit: unit, direction: direction,
      lowerBound: unit == "fraction" ? 0 : nil, upperBound: unit == "fraction" ? 1 : nil,
      needs: [.reference])
  }

  static func outcome(
    _ check: CheckMetadata, _ player: FixtureRecord.Player, _ scene: SceneRecord, _ dice: inout Dice
  ) -> CheckOutcome {
    if scene.kind == "granulation",
      check.question == .stars || check.id == "false-stars" || check.id == "photometric-bias"
    {
      return .notApplicable(reason: "no stars in the reference")
    }
    if check.id == "doubles-merged", scene.kind != "double stars" {
      return .notApplicable(reason: "no resolvable pairs in the catalogue")
    }
    if check.id == "spurious-companions" {
      return .notApplicable(reason: "fewer than 5 isolated stars above SNR 30")
    }
    if check.id == "tile-seam", player.name == "old-release.onnx", scene.kind == "galaxy" {
      return .failed(message: "tile size of the file is unknown")
    }
    let value = value(check, player, dice.normal())
    let interval = Finding.Interval(
      value - abs(value) * 0.04 - 0.001, value + abs(value) * 0.04 + 0.001)
    let isCounted = check.question == .stars
    return .measured(
      Finding(
        value, interval: interval, count: isCounted ? 214 + Int(dice.unit() * 90) : nil,
        countUnit: isCounted ? "stars" : nil,
        parts: check.id == "star-loss"
          ? [
            .init("strong, SNR 20+", value / 6, unit: "fraction"),
            .init("faint, SNR 5-10", value * 2, unit: "fraction"),
          ]
          : []))
  }

  private static func value(_ check: CheckMetadata, _ player: FixtureRecord.Player, _ noise: Double)
    -> Double
  {
    let (gain, smear) = (player.gain, player.smear)
    switch check.id {
    case "psnr-linear": return 29.3 + gain + 0.5 * noise
    case "psnr-display": return 17.2 + 1.1 * gain + 0.4 * noise
    case "ssim-display": return min(0.995, 0.42 + gain * 0.043 + 0.004 * noise)
    case "noise-reduction": return 1 / (1 + gain * 0.9) + 0.003 * noise
    case "star-loss": return max(0, smear * 0.11 + 0.002 * noise)
    case "fwhm-drift": return gain == 0 ? 0 : smear * 22 + 0.5 * noise
    case "photometric-bias": return gain == 0 ? 0.4 * noise : smear * 31 + 2 * noise
    case "faint-patches", "faint-texture": return 1 - smear * 0.3 + 0.015 * noise
    case "edge-band": return 1 + smear * 0.1 + 0.02 * noise
    case "false-stars": return gain == 0 ? 0 : max(0, (4 - smear * 2 + noise).rounded())
    case "doubles-merged": return max(0, 0.97 - smear * 0.4)
    case "frc-drop": return -smear * 0.05 - 0.00004 * abs(noise)
    case "background-offset", "ellipticity-drift", "centroid-shift":
      return 0.003 * noise + 0.01 * smear
    case "over-sharpening", "checkerboard", "structured-noise":
      return 1 + 0.03 * abs(noise) + 0.1 * smear
    default: return abs(noise) * 0.3 + smear
    }
  }
}
