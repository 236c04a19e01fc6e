package import Evaluation

/// How far spatial frequencies fall short of the best linear filter, by exposures that had no part in the output.
package struct StackTransfer: ExposureCheck {
  package let metadata = CheckMetadata(
    id: "stack-transfer", title: "Over-smoothing against the stack", question: .faintSignal,
    rationale:
      "What a frequency kept of its structure can be measured on real frames: other exposures show the same structure with other noise.",
    unit: "fraction", direction: .lowerIsBetter, upperBound: 2, needs: [.secondExposure])
  package let averagesChannels = false

  package init() {}

  package func measure(_ sample: ExposureSample, channel: Int) throws -> Finding {
    let transfer = try IndependentTransfer(
      of: sample.outputs[channel], in: sample.views[channel])
    let rings = transfer.reliable
    guard let first = rings.first else {
      throw NotApplicable("at no spatial frequency does the field's structure exceed the noise")
    }
    func shortfall(_ ring: IndependentTransfer.Ring) -> Double { 1 - ring.transfer / ring.wiener }
    let worst = rings.reduce(first) { shortfall($1) > shortfall($0) ? $1 : $0 }
    let half = 1.96 * worst.error / worst.wiener
    return Finding(
      shortfall(worst),
      interval: .around(shortfall(worst), half), count: rings.count,
      countUnit: "rings",
      parts: [Finding.Part("at \(worst.name)", shortfall(worst), unit: "fraction")]
        + rings.map {
          Finding.Part(
            "transfer, \($0.name)", $0.transfer, unit: "ratio",
            interval: .init($0.transfer - 1.96 * $0.error, $0.transfer + 1.96 * $0.error))
        })
  }
}
