import Foundation

/// The two streams: results to stdout, everything else to stderr.
enum Console {
  /// A line for the user on stderr.
  static func note(_ line: String) { write(line + "\n") }

  /// Text on stderr; where nobody can be told, nothing is.
  static func write(_ text: String) {
    _ = send(text, to: STDERR_FILENO)
  }

  /// A line of result on stdout; a reader that left early, as `head` does, has what it wanted.
  static func result(_ line: String) throws {
    let code = send(line + "\n", to: STDOUT_FILENO)
    guard code == 0 || code == EPIPE else {
      throw RunError("the result cannot be written to stdout: \(String(cString: strerror(code)))")
    }
  }

  /// Writes all of a text; returns 0 or what the system says.
  private static func send(_ text: String, to descriptor: Int32) -> Int32 {
    var left = Array(text.utf8)[...]
    while !left.isEmpty {
      let sent = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else { return sent < 0 ? errno : EIO }
      left = left.dropFirst(sent)
    }
    return 0
  }
}
