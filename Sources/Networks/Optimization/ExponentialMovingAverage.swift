import Tensors

/// A slowly moving copy of the weights, which denoises better than the last step's.
///
/// Polyak and Juditsky, 1992; the warm-up, which forgets the random start sooner, is that of TensorFlow's
/// `ExponentialMovingAverage`: the decay is at most `(1 + updates) / (10 + updates)`.
public struct ExponentialMovingAverage: Equatable, Sendable {
  /// The share of the average that an update keeps.
  public var decay: Double
  /// Whether early updates keep less.
  public var warmsUp: Bool
  /// The updates so far.
  public private(set) var updates: Int
  /// The averaged weights.
  public private(set) var average: Weights

  /// Starts an average at the given weights, or restores one that had made `updates` updates.
  public init(_ weights: Weights, decay: Double = 0.999, warmsUp: Bool = true, updates: Int = 0) {
    self.decay = decay
    self.warmsUp = warmsUp
    self.updates = updates
    average = weights
  }

  /// Moves the average towards the weights.
  public mutating func update(_ weights: Weights) throws(MissingWeight) {
    let early = Double(1 + updates) / Double(10 + updates)
    let share = Float(1 - (warmsUp ? min(decay, early) : decay))
    updates += 1
    for (position, name) in average.names.enumerated() {
      let scalars = try weights.tensor(named: name).scalars
      Self.move(&average[scalarsAt: position], towards: scalars, share)
    }
  }

  private static func move(_ average: inout [Float], towards scalars: [Float], _ share: Float) {
    precondition(
      average.count == scalars.count, "\(scalars.count) weights for \(average.count) averages")
    for i in scalars.indices { average[i] += (scalars[i] - average[i]) * share }
  }
}
