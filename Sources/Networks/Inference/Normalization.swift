#if canImport(Glibc)
  private import Glibc
#else
  private import Foundation
#endif

/// The reversible map in front of a network: from a frame's own units to values whose noise is about 1.
///
/// A frame's level and noise come from ``FrameStatistics``; the map itself is one of:
///
/// - `none`: `y = x`. What weights from elsewhere expect.
/// - `asinh:softening=k`: `z = (x - background) / noise`, `y = k asinh(z / k)`. Linear on the sky (`y = z` for `|z| << k`),
///   logarithmic on stars, defined for negative values, the same whatever the file's units are. The inverse is
///   `x = background + noise k sinh(y / k)`. The stretch is that of Lupton, Gunn & Szalay 1999,
///   https://arxiv.org/abs/astro-ph/9903081, scaled to keep the sky's noise at 1.
///
/// The text form is stored in weights files and ONNX metadata as `evalbench.normalization`.
public enum Normalization: Equatable, Sendable, CustomStringConvertible {
  case none
  case asinh(softening: Float)

  /// Reads the text form; throws with the accepted forms.
  public init(_ text: String) throws(ArchitectureError) {
    if text == "none" {
      self = .none
      return
    }
    let prefix = "asinh:softening="
    guard text.hasPrefix(prefix), let softening = Float(text.dropFirst(prefix.count)),
      softening.isFinite, softening >= 0.01, softening <= 1e6
    else {
      throw ArchitectureError(
        "unknown normalization '\(text)'; the known ones are 'none' and 'asinh:softening=K' with K from 0.01 to 1e6"
      )
    }
    self = .asinh(softening: softening)
  }

  public var description: String {
    switch self {
    case .none: "none"
    case .asinh(let softening): "asinh:softening=\(softening)"
    }
  }

  /// The map as a formula, for model cards and metadata.
  public var formula: String {
    switch self {
    case .none: "y = x"
    case .asinh(let softening):
      "z = (x - background) / noise; y = \(softening) * asinh(z / \(softening)); "
        + "x = background + noise * \(softening) * sinh(y / \(softening)); "
        + "background = median of the frame, noise = 1.482602 / sqrt(6) * median |2 x[i] - x[i-2] - x[i+2]| along rows"
    }
  }

  /// Maps values in place.
  public func apply(to values: inout [Float], _ statistics: FrameStatistics) {
    values.withUnsafeMutableBufferPointer { apply(to: $0, statistics) }
  }

  /// Maps values in place.
  func apply(to values: UnsafeMutableBufferPointer<Float>, _ statistics: FrameStatistics) {
    guard case .asinh(let softening) = self else { return }
    let background = statistics.background
    let scale = 1 / (statistics.noise * softening)
    for i in values.indices {
      values[i] = softening * asinhf((values[i] - background) * scale)
    }
  }

  /// Maps values back in place.
  ///
  /// The argument of `sinh` is held within 80, which is past every float32 frame, so that a network's wild output stays
  /// finite.
  public func revert(_ values: inout [Float], _ statistics: FrameStatistics) {
    values.withUnsafeMutableBufferPointer { revert($0, statistics) }
  }

  /// Maps values back in place.
  func revert(_ values: UnsafeMutableBufferPointer<Float>, _ statistics: FrameStatistics) {
    guard case .asinh(let softening) = self else { return }
    let background = statistics.background
    let scale = statistics.noise * softening
    let inverse = 1 / softening
    for i in values.indices {
      let argument = min(max(values[i] * inverse, -80), 80)
      values[i] = background + scale * sinhf(argument)
    }
  }
}
