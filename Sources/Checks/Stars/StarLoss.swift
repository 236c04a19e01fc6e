import AstroImages
import Evaluation
import SkyMeasurement

/// Stars of the catalogue that the input shows and the output does not.
struct StarLoss: PlaneCheck {
  let metadata = CheckMetadata(
    id: "star-loss", title: "Stars lost", question: .stars,
    rationale: "A denoiser that erases faint stars has removed data, not noise.",
    unit: "fraction", direction: .lowerIsBetter, lowerBound: 0, upperBound: 1,
    needs: [.reference, .catalogue])

  private static let bins = [
    SignalBin(5, 7), SignalBin(7, 10), SignalBin(10, 20), SignalBin(20, 50), SignalBin(50, 150),
    SignalBin(150),
  ]

  func measure(_ sample: Sample, plane: Int) throws -> Finding {
    let scene = try sample.scene.measurement(SceneDetections.self, plane: plane)
    let output = try sample.measurement(OutputDetections.self, plane: plane)
    let base = Self.base(sample.scene, scene)

    func tally(_ bin: SignalBin) -> Tally {
      var tally = Tally()
      for i in base where bin.contains(scene.sources[i].signalToNoise) {
        tally.add(input: scene.isFoundInNoisy[i], output: output.isFound[i])
      }
      return tally
    }

    let all = tally(SignalBin(5))
    guard all.count > 0 else {
      throw NotApplicable("no single star of signal-to-noise 5 or more is found in the reference")
    }
    var parts: [Finding.Part] = []
    let strong = tally(SignalBin(20))
    if strong.count > 0 {
      parts.append(
        Finding.Part(
          "strong (SNR 20+)", strong.share(strong.lost), unit: "fraction",
          interval: .wilson(strong.lost, of: strong.count), count: strong.count))
    }
    for (name, bin) in [
      ("mid (SNR 10-20), net", SignalBin(10, 20)), ("faint (SNR 5-10), net", SignalBin(5, 10)),
    ] {
      let tally = tally(bin)
      guard tally.count > 0 else { continue }
      // McNemar's pairing: only stars that one frame has and the other lacks say anything.
      let net = tally.share(tally.lost - tally.gained)
      let half = 1.96 * Double(tally.lost + tally.gained).squareRoot() / Double(tally.count)
      parts.append(
        Finding.Part(
          name, net, unit: "fraction", interval: .around(net, half), count: tally.count))
    }
    for bin in Self.bins {
      let tally = tally(bin)
      guard tally.count >= 5 else { continue }
      for (name, found) in [("", tally.inOutput), (", input", tally.inInput)] {
        parts.append(
          Finding.Part(
            "completeness \(bin.name)\(name)", tally.share(found), unit: "fraction",
            interval: .wilson(found, of: tally.count), count: tally.count))
      }
    }
    let inTruth = scene.clean.filter { $0.amplitude > 4 * scene.sigma }.count
    if inTruth > 0 {
      let ratio = Double(output.above(4, scene).count) / Double(inTruth)
      parts.append(Finding.Part("detections against the reference's", ratio, unit: "ratio"))
    }
    return Finding(
      all.share(all.lost), interval: .wilson(all.lost, of: all.count), count: all.count,
      countUnit: "stars", parts: parts)
  }

  /// Single stars that the detector finds in the truth, two FWHM and more from the frame's edge.
  private static func base(_ scene: EvaluationScene, _ detections: SceneDetections) -> [Int] {
    let margin = 2 * scene.pointSpreadFWHM
    let right = Double(scene.noisy.width - 1) - margin
    let bottom = Double(scene.noisy.height - 1) - margin
    return detections.sources.indices.filter { i in
      let source = detections.sources[i]
      return detections.isFoundInClean[i] && source.pair < 0 && source.x > margin
        && source.y > margin && source.x < right && source.y < bottom
    }
  }

  /// Stars of one bin, by where they are found.
  private struct Tally {
    var count = 0
    var inInput = 0
    var inOutput = 0
    /// Found in the input and not in the output.
    var lost = 0
    /// Found in the output and not in the input.
    var gained = 0

    mutating func add(input: Bool, output: Bool) {
      count += 1
      if input { inInput += 1 }
      if output { inOutput += 1 }
      if input && !output { lost += 1 }
      if output && !input { gained += 1 }
    }

    func share(_ number: Int) -> Double { Double(number) / Double(count) }
  }
}
