package import SkyMeasurement

private import Foundation

/// An output's squared error, measured against exposures that had no part in it.
///
/// `<(D - R)^2> - <r^2>`, where `r` is the reference's noise: it is independent of `D`, so the cross term has mean zero and
/// what is left is `<(D - C)^2>`. With one other exposure of equal noise this is `<(D - N2)^2> - <(N - N2)^2> / 2` (Lehtinen
/// et al. 2018; Marcos Morales et al., ICML 2023).
package struct IndependentError: Equatable, Sendable {
  /// The squared error of the output, in squared units of the frame, with its standard error over blocks.
  package let squared: Double
  package let standardError: Double
  /// The same of the untouched frame: its noise.
  package let input: Double
  /// The root of their quotient, and its 95 % interval; 0 where the error comes out below zero.
  package let ratio: Double
  package let interval: (low: Double, high: Double)
  package let blocks: Int
  package let pixels: Int

  /// Measures on the pixels of a mask, in blocks of 32 x 32 pixels; `nil` with fewer than eight blocks of a hundred pixels.
  package init?(of output: Plane, in view: StackView, where mask: Mask) {
    var blocks: [(output: Double, input: Double, count: Double)] = []
    for block in Block.all(width: view.width, height: view.height) {
      let pixels = block.indices { mask.values[$0] && output.values[$0].isFinite }
      guard pixels.count >= 100 else { continue }
      var (sumD, sumN) = (0.0, 0.0)
      for i in pixels {
        let r = view.referenceNoise(at: i)
        let d = output.values[i] - view.reference.values[i]
        let n = view.noisy.values[i] - view.reference.values[i]
        sumD += d * d - r
        sumN += n * n - r
      }
      blocks.append((sumD, sumN, Double(pixels.count)))
    }
    guard blocks.count >= 8 else { return nil }
    let total = blocks.reduce(0) { $0 + $1.count }
    let mean = blocks.reduce(0) { $0 + $1.output } / total
    let noise = blocks.reduce(0) { $0 + $1.input } / total
    guard noise > 0 else { return nil }
    let share = mean / noise
    // A ratio's variance by its linear part: blocks are the independent units.
    let correction = Double(blocks.count) / Double(blocks.count - 1)
    var (spread, own) = (0.0, 0.0)
    for block in blocks {
      let e = block.output - share * block.input
      spread += e * e
      let d = block.output - mean * block.count
      own += d * d
    }
    let error = (correction * spread).squareRoot() / (total * noise)
    squared = mean
    standardError = (correction * own).squareRoot() / total
    input = noise
    ratio = max(share, 0).squareRoot()
    interval = (
      max(share - 1.96 * error, 0).squareRoot(), max(share + 1.96 * error, 0).squareRoot()
    )
    self.blocks = blocks.count
    pixels = Int(total)
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.squared == b.squared && a.standardError == b.standardError && a.input == b.input
      && a.interval == b.interval && a.blocks == b.blocks
  }
}
