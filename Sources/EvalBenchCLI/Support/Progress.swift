import Foundation

/// Progress on stderr: a bar that redraws itself on a terminal, a line every few seconds elsewhere.
final class Progress {
  private let title: String
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var width = 0

  static let quietInterval = Duration.seconds(10)

  init(_ title: String) {
    self.title = title
    started = clock.now
    lastShown = started
    if !isTerminal { Console.note("\(title) ...") }
  }

  /// Shows `done` of `total`, with whatever else is worth knowing.
  func update(_ done: Int, _ total: Int, _ detail: String = "") {
    let now = clock.now
    let interval = isTerminal ? Duration.milliseconds(100) : Self.quietInterval
    guard now - lastShown >= interval || (isTerminal && done == total) else { return }
    lastShown = now
    let elapsed = seconds(now - started)
    let left = done > 0 ? elapsed / Double(done) * Double(max(total - done, 0)) : 0
    let share = total > 0 ? Double(done) / Double(total) : 1
    let tail = "\(done)/\(total)  \(detail)  \(done < total ? "left " + Self.clockText(left) : "")"
    if isTerminal {
      let filled = Int(share * 24)
      let bar =
        String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
      let line = "\(title) \(bar) \(tail)"
      let padding = String(repeating: " ", count: max(0, width - line.count))
      width = line.count
      Console.write("\r\(line)\(padding)")
    } else {
      Console.note("\(title) \(tail)")
    }
  }

  /// Ends the bar with one line of result.
  func finish(_ result: String) {
    let elapsed = Self.clockText(seconds(clock.now - started))
    let line = "\(title): \(result) (\(elapsed))"
    if isTerminal {
      Console.write("\r\(line)\(String(repeating: " ", count: max(0, width - line.count)))\n")
    } else {
      Console.note(line)
    }
  }

  static func clockText(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole >= 3600
      ? "\(whole / 3600)h\((whole % 3600) / 60)m"
      : whole >= 60 ? "\(whole / 60)m\(whole % 60)s" : "\(whole)s"
  }
}

/// A duration in seconds.
func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
