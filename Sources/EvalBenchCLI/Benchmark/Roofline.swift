import Foundation
import Kernels
import Networks

/// The parts of a run beside what the machine can do at most (Williams, Waterman, Patterson, "Roofline", 2009,
/// https://doi.org/10.1145/1498765.1498785).
///
/// A part can be no faster than its operations at the peak of the registers, nor than its bytes at the peak of the memory;
/// caches can make it faster than the second.
struct Roofline: Encodable {
  /// One part of a run.
  struct Part: Encodable {
    var step: Int
    var phase: String
    var name: String
    var seconds: Double
    /// GFLOP/s that are really done, not nominal ones.
    var gflops: Double
    /// Of the machine's peak.
    var fractionOfPeak: Double
    /// GB/s of activations and gradients, each counted once.
    var gigabytesPerSecond: Double
    /// Of the memory's peak; above 1 where a cache served.
    var fractionOfBandwidth: Double
  }

  var peakGflops: Double
  var peakGigabytesPerSecond: Double
  var parts: [Part]

  /// Sets parts beside a machine's peak.
  init(_ profiles: [StepProfile], peak: MachinePeak) {
    peakGflops = peak.operationsPerSecond / 1e9
    peakGigabytesPerSecond = peak.bytesPerSecond / 1e9
    parts = profiles.map { part in
      Part(
        step: part.index + 1, phase: part.phase.rawValue, name: part.name, seconds: part.seconds,
        gflops: part.operations / part.seconds / 1e9,
        fractionOfPeak: part.operations / part.seconds / peak.operationsPerSecond,
        gigabytesPerSecond: part.bytes / part.seconds / 1e9,
        fractionOfBandwidth: part.bytes / part.seconds / peak.bytesPerSecond)
    }
  }

  /// A table for people, slowest parts first.
  var text: String {
    let total = parts.reduce(0) { $0 + $1.seconds }
    let lines = parts.filter { $0.seconds > 0.001 * total }.sorted { $0.seconds > $1.seconds }.map {
      part in
      String(
        format: "%9.3f %5.1f%% %8.1f %4.0f%% %7.1f %4.0f%%  ", 1000 * part.seconds,
        100 * part.seconds / total, part.gflops, 100 * part.fractionOfPeak,
        part.gigabytesPerSecond, 100 * part.fractionOfBandwidth)
        + "\(part.step) \(part.phase) \(part.name)"
    }
    return """
      parts of 0.1 % and more, slowest first; the machine's measured peak is \(String(format: "%.0f", peakGflops)) GFLOP/s and \
      \(String(format: "%.1f", peakGigabytesPerSecond)) GB/s from memory
             ms  share  GFLOP/s peak    GB/s  mem   part
      \(lines.joined(separator: "\n"))
      """
  }
}
