#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole files, written so that a reader sees the old bytes or the new ones and never a part.
enum AtomicFile {
  /// Writes beside the destination, flushes to the disk, and renames over it.
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var template = Array("\(path).partial-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FileError(path, "cannot be written", errno) }
    let partial = template.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    do throws(FileError) {
      defer { close(descriptor) }
      // mkstemp makes private files; a model is as readable as any other file.
      guard fchmod(descriptor, 0o644) == 0 else {
        throw FileError(path, "cannot be written", errno)
      }
      try write(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 else { throw FileError(path, "cannot be written", errno) }
    } catch {
      unlink(partial)
      throw error
    }
    guard rename(partial, path) == 0 else {
      let code = errno
      unlink(partial)
      throw FileError(path, "cannot be replaced", code)
    }
  }

  /// The longest file that is read, in bytes: a sparse file may claim any size at no cost.
  package static let longestFile = 1 << 34

  /// Reads a whole regular file.
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, "cannot be read", errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(path, "cannot be read", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path, "is not a regular file", nil)
    }
    let size = Int(status.st_size)
    guard size <= longestFile else { throw FileError(path, "is too large to be a model", nil) }
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while filled < size, let start = buffer.baseAddress {
        let got = systemRead(descriptor, start + filled, size - filled)
        if got <= 0 { break }
        filled += got
      }
      count = filled
    }
    guard filled == size else { throw FileError(path, "cannot be read to its end", errno) }
    return bytes
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(FileError) {
    var (written, code) = (0, Int32(0))
    bytes.withUnsafeBytes { buffer in
      while written < buffer.count, let start = buffer.baseAddress {
        let put = systemWrite(descriptor, start + written, buffer.count - written)
        if put < 0 && errno == EINTR { continue }
        if put <= 0 { break }
        written += put
      }
      code = errno
    }
    guard written == bytes.count else { throw FileError(path, "cannot be written", code) }
  }
}

/// A file that the system does not let us read or write.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public var description: String

  init(_ path: String, _ what: String, _ code: Int32?) {
    description = "\(path): \(what)" + (code.map { ": \(String(cString: strerror($0)))" } ?? "")
  }
}

// The members of ``AtomicFile`` hide the system's functions of the same names.
private func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(file, bytes, count)
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, bytes, count)
}
