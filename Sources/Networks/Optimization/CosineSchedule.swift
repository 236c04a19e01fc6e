#if canImport(Glibc)
  import Glibc
#else
  import Foundation
#endif

/// A learning rate that rises linearly, then falls along half a cosine.
///
/// Loshchilov and Hutter, "SGDR", 2017, https://arxiv.org/abs/1608.03983, equation 5, without restarts.
public struct CosineSchedule: Equatable, Sendable {
  /// The highest rate.
  public var peak: Double
  /// The rate at the end.
  public var final: Double
  /// The steps before the peak; step `i` of them runs at `(i + 1) / warmUpSteps` of it.
  public var warmUpSteps: Int
  /// All steps, warm-up included.
  public var totalSteps: Int

  /// Creates a schedule.
  public init(peak: Double, final: Double = 0, warmUpSteps: Int = 0, totalSteps: Int) {
    precondition(
      warmUpSteps >= 0 && totalSteps >= warmUpSteps, "\(warmUpSteps) of \(totalSteps) steps")
    self.peak = peak
    self.final = final
    self.warmUpSteps = warmUpSteps
    self.totalSteps = totalSteps
  }

  /// The rate of one step, counted from zero; past the end it stays at ``final``.
  public func learningRate(at step: Int) -> Double {
    if step < warmUpSteps { return peak * Double(step + 1) / Double(warmUpSteps) }
    guard step < totalSteps else { return final }
    let progress = Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps)
    return final + (peak - final) * (1 + cos(.pi * progress)) / 2
  }
}
