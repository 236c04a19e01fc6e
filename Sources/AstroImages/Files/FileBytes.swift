internal import Glibc

/// Whole files as bytes.
public enum FileBytes {
  /// Reads a regular file; directories, devices and pipes are refused rather than waited for.
  public static func read(_ path: String) throws(ImageError) -> [UInt8] {
    try read(path, atMost: nil)
  }

  /// The first `count` bytes of a regular file, or all of a shorter one.
  public static func head(_ path: String, count: Int) throws(ImageError) -> [UInt8] {
    try read(path, atMost: count)
  }

  /// Opens a regular file for reading: its descriptor, which the caller closes, and its length.
  static func open(_ path: String) throws(ImageError) -> (descriptor: Int32, length: Int) {
    guard !path.utf8.contains(0) else {
      throw ImageError(.notFound, path: path, "a path cannot contain a zero byte")
    }
    // Not blocking: opening a pipe would otherwise wait for somebody to write to it.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = errno
      throw ImageError(
        reason == ENOENT || reason == ENOTDIR ? .notFound : .unreadable, path: path,
        "cannot be opened: \(describe(reason))")
    }
    var status = stat()
    let problem: String? =
      if fstat(descriptor, &status) != 0 {
        "cannot be examined: \(describe(errno))"
      } else {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "is a directory, not an image file"
        default: "is not a regular file"
        }
      }
    if let problem {
      close(descriptor)
      throw ImageError(.unreadable, path: path, problem)
    }
    return (descriptor, Int(status.st_size))
  }

  private static func read(_ path: String, atMost limit: Int?) throws(ImageError) -> [UInt8] {
    let (descriptor, size) = try open(path)
    defer { close(descriptor) }
    let length = min(size, limit ?? .max)
    var failure: Int32 = 0
    var read = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      while read < length, let base = buffer.baseAddress {
        let got = Glibc.read(descriptor, base + read, min(length - read, 1 << 30))
        if got > 0 {
          read += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          failure = errno
          break
        }
      }
      count = read
    }
    if failure != 0 {
      throw ImageError(.unreadable, path: path, "cannot be read: \(describe(failure))")
    }
    return bytes
  }

  /// The system's words for an error number.
  static func describe(_ number: Int32) -> String {
    var words = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &words, words.count) == 0 else { return "error \(number)" }
    return String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .lowercased()
  }
}
