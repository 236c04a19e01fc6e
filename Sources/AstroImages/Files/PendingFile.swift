internal import Glibc

/// A file in the making, which gets its name when it is whole.
///
/// It lies nameless in its folder where the file system can do that, so that even a killed process leaves nothing; elsewhere
/// it has a temporary name. A device such as /dev/stdout gets all bytes at the end, in order.
final class PendingFile {
  /// Where the bytes go.
  let output: ByteOutput
  private let path: String
  private let kind: Kind
  private var isCommitted = false

  private enum Kind {
    case nameless(target: String, permissions: mode_t)
    case temporary(name: String, target: String, permissions: mode_t)
    case device
    /// Never named.
    case scratch
  }

  /// Linux's O_TMPFILE, a macro that Swift does not import.
  private static let nameless: Int32 = 0o20_000_000 | O_DIRECTORY

  /// Begins a file that will replace `path`, or, as scratch, one beside it that never gets a name.
  init(_ path: String, isScratch: Bool = false) throws(ImageError) {
    self.path = path
    let place = try AtomicFile.place(path)
    guard !place.isDevice || isScratch else {
      kind = .device
      output = ByteOutput(path: path)
      return
    }
    // What a device is fed from waits where temporary files do.
    let folder = place.isDevice ? "/tmp/" : AtomicFile.folder(of: place.target)
    // Naming it later goes through /proc.
    let nameless =
      access("/proc/self/fd", X_OK) == 0
      ? open(folder, Self.nameless | O_RDWR | O_CLOEXEC, 0o600) : -1
    if nameless >= 0 {
      kind =
        isScratch
        ? .scratch : .nameless(target: place.target, permissions: place.permissions)
      output = ByteOutput(path: path, descriptor: nameless)
      return
    }
    let (descriptor, name) = try AtomicFile.temporary(
      folder: folder, target: place.target, path: path)
    if isScratch { unlink(name) }
    kind =
      isScratch
      ? .scratch : .temporary(name: name, target: place.target, permissions: place.permissions)
    output = ByteOutput(path: path, descriptor: descriptor)
  }

  deinit {
    if case .temporary(let name, _, _) = kind, !isCommitted { unlink(name) }
    if output.descriptor >= 0 { close(output.descriptor) }
  }

  /// Flushes the file to the disk and gives it its name, in place of an old file.
  func commit() throws(ImageError) {
    switch kind {
    case .scratch: return
    case .device: try AtomicFile.writeDirectly(output.memory, to: path)
    case .nameless(let target, let permissions):
      try flush(permissions)
      let name = try link(beside: target)
      do {
        try AtomicFile.rename(name, to: target, named: path)
      } catch {
        unlink(name)
        throw error
      }
    case .temporary(let name, let target, let permissions):
      try flush(permissions)
      try AtomicFile.rename(name, to: target, named: path)
    }
    isCommitted = true
  }

  private func flush(_ permissions: mode_t) throws(ImageError) {
    guard fchmod(output.descriptor, permissions) == 0 else {
      throw AtomicFile.failure("cannot be given its permissions", errno, path)
    }
    guard fsync(output.descriptor) == 0 else {
      throw AtomicFile.failure("cannot be flushed to the disk", errno, path)
    }
  }

  /// Gives a nameless file a temporary name: only a rename can replace a file in one step.
  private func link(beside target: String) throws(ImageError) -> String {
    var reason: Int32 = EEXIST
    for attempt in 0..<100 {
      let name = AtomicFile.temporaryName(target, suffix: "\(getpid())-\(attempt)")
      if linkat(AT_FDCWD, "/proc/self/fd/\(output.descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW)
        == 0
      {
        return name
      }
      reason = errno
      if reason != EEXIST { break }
    }
    throw AtomicFile.failure("cannot be given its name", reason, path)
  }
}
