/// The numbers of one step of AdamW that are the same for every weight.
public struct AdamStep: Sendable {
  /// What a weight is multiplied by first: one minus learning rate times weight decay.
  public var decay: Float
  /// How much of the gradient goes into the first moment.
  public var firstShare: Float
  /// How much of the second moment stays.
  public var second: Float
  /// How much of the squared gradient goes into the second moment.
  public var secondShare: Float
  /// Added to the root of the second moment.
  public var epsilon: Float
  /// The learning rate over the first moment's bias correction.
  public var size: Float
  /// The root of the second moment's bias correction.
  public var secondCorrection: Float

  public init(
    decay: Float, firstShare: Float, second: Float, secondShare: Float, epsilon: Float,
    size: Float, secondCorrection: Float
  ) {
    self.decay = decay
    self.firstShare = firstShare
    self.second = second
    self.secondShare = secondShare
    self.epsilon = epsilon
    self.size = size
    self.secondCorrection = secondCorrection
  }
}
