/// A range of signal-to-noise ratios, the lower end included.
struct SignalBin {
  let low: Double
  let high: Double

  init(_ low: Double, _ high: Double = .infinity) {
    self.low = low
    self.high = high
  }

  func contains(_ signalToNoise: Double) -> Bool { signalToNoise >= low && signalToNoise < high }

  /// `SNR 20-50`, `SNR 150+`.
  var name: String { high.isFinite ? "SNR \(Int(low))-\(Int(high))" : "SNR \(Int(low))+" }
}
