import Foundation
import Synchronization

/// Whether the user asked to stop: the first SIGINT or SIGTERM is remembered, the second one kills.
///
/// Only commands that can be continued, or have a file in the making, listen; the signal ends the others at once.
enum Interruption {
  private static let caught = Atomic<Int32>(0)

  /// Starts listening; long work then asks ``isRequested`` between steps.
  static func listen() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { caught in
        Interruption.caught.store(caught, ordering: .relaxed)
        signal(caught, SIG_DFL)
      }
    }
  }

  /// Lets the signals through; a program that started this one from a worker thread may have left them blocked.
  static func unblock() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  static var isRequested: Bool { caught.load(ordering: .relaxed) != 0 }

  /// Throws when the user asked to stop.
  static func check() throws {
    if isRequested { throw Interrupted(description: "interrupted") }
  }

  /// 130 after SIGINT, 143 after SIGTERM, as shells expect.
  static var exitCode: Int32 { 128 + caught.load(ordering: .relaxed) }
}

/// Thrown when the work stopped because the user asked; what was done is on disk.
struct Interrupted: Error, CustomStringConvertible {
  var description: String
}
