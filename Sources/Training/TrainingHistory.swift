/// What training measured on its way.
public struct TrainingHistory: Codable, Equatable, Sendable {
  public struct Point: Codable, Equatable, Sendable {
    public var step: Int
    public var value: Double

    public init(step: Int, value: Double) {
      self.step = step
      self.value = value
    }
  }

  /// The mean training loss since the last point.
  public var loss: [Point] = []
  /// PSNR on the validation patches in dB over the sky's noise, on one fixed stretch: a noisy sky scores 0.
  public var validation: [Point] = []
  public var bestStep = 0
  /// The best validation PSNR; `nil` before the first validation.
  public var best: Double?
  /// The sum and count of losses since the last point of ``loss``.
  var pendingLoss = 0.0
  var pendingCount = 0

  public init() {}
}
