internal import Glibc

/// Files that appear whole or not at all.
public enum AtomicFile {
  /// Writes to a temporary name beside `path`, flushes it to the disk, and renames it to `path`.
  ///
  /// On any failure the temporary file is gone and an old `path` is as it was. An existing file keeps its permissions, a
  /// symbolic link keeps pointing where it did, and a device such as /dev/stdout is written to directly.
  public static func write(_ bytes: [UInt8], to path: String) throws(ImageError) {
    let file = try PendingFile(path)
    try file.output.write(bytes, at: 0)
    try file.commit()
  }

  /// Writes text as UTF-8.
  public static func write(_ text: String, to path: String) throws(ImageError) {
    try write(Array(text.utf8), to: path)
  }

  /// Where a file will be: its path with links followed, and the permissions it will have.
  struct Place {
    var target: String
    var permissions: mode_t
    /// Whether bytes are sent there instead of replacing it.
    var isDevice: Bool
  }

  static func place(_ path: String) throws(ImageError) -> Place {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ImageError(.writeFailed, path: path, "is not a file name")
    }
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists && status.st_mode & S_IFMT == S_IFDIR {
      throw ImageError(.writeFailed, path: path, "is a directory; name a file in it")
    }
    return Place(
      target: exists ? resolved(path) : path,
      permissions: exists ? status.st_mode & 0o777 : 0o666 & ~currentMask(),
      isDevice: exists && status.st_mode & S_IFMT != S_IFREG)
  }

  /// The folder that a path lies in, with its slash.
  static func folder(of target: String) -> String {
    target.lastIndex(of: "/").map { String(target[...$0]) } ?? "./"
  }

  /// A hidden name beside a file, cut so that it stays within the system's 255 bytes.
  static func temporaryName(_ target: String, suffix: String) -> String {
    let slash = target.lastIndex(of: "/")
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    return "\(folder(of: target)).\(String(name.prefix(40))).\(suffix)"
  }

  /// Creates a file with a temporary name.
  static func temporary(
    folder: String, target: String, path: String
  ) throws(ImageError) -> (descriptor: Int32, name: String) {
    let name = target.split(separator: "/").last.map(String.init) ?? "image"
    var template = Array("\(folder).\(String(name.prefix(40))).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure("cannot be created", errno, path) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return (
      descriptor, String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    )
  }

  /// Puts a whole file in the place of an old one.
  static func rename(_ name: String, to target: String, named path: String) throws(ImageError) {
    guard Glibc.rename(name, target) == 0 else { throw failure("cannot be renamed", errno, path) }
    // The name is safe only once the folder is on the disk too; a file system without that is left alone.
    let directory = open(folder(of: target), O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  static func writeDirectly(_ bytes: [UInt8], to path: String) throws(ImageError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot be opened for writing", errno, path) }
    let error = writeAll(bytes, descriptor)
    let closed = close(descriptor) == 0
    if let error { throw failure("cannot be written", error, path) }
    if !closed { throw failure("cannot be written", errno, path) }
  }

  /// The error number of a failed write, or nil when every byte went.
  private static func writeAll(_ bytes: [UInt8], _ descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count, let base = buffer.baseAddress {
        let went = Glibc.write(descriptor, base + written, min(buffer.count - written, 1 << 26))
        if went > 0 {
          written += went
        } else if went == 0 {
          return EIO
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }

  static func failure(_ what: String, _ error: Int32, _ path: String) -> ImageError {
    let advice =
      switch error {
      case ENOSPC, EDQUOT: " (free some space, or write elsewhere)"
      case EFBIG: " (the file is larger than this process may write)"
      case ENOENT: " (does its folder exist?)"
      default: ""
      }
    return ImageError(.writeFailed, path: path, "\(what): \(FileBytes.describe(error))\(advice)")
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The process's file mode mask, read from /proc because asking with `umask` would change it for other threads.
  private static func currentMask() -> mode_t {
    guard let file = fopen("/proc/self/status", "re") else { return 0o022 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("Umask:") {
        return mode_t(text.dropFirst(6).filter { $0.isNumber }, radix: 8) ?? 0o022
      }
    }
    return 0o022
  }
}
