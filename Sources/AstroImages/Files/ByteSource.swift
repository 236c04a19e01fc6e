internal import Glibc

/// The bytes of a file, read where they are wanted or held in memory.
final class ByteSource {
  /// The file, as the user named it.
  let path: String
  /// How many bytes there are.
  let count: Int
  /// The file's descriptor, or -1 for memory.
  let descriptor: Int32
  private var memory: [UInt8]?

  /// Takes bytes that are in memory.
  init(_ bytes: [UInt8], path: String) {
    self.path = path
    memory = bytes
    count = bytes.count
    descriptor = -1
  }

  /// Opens a regular file.
  init(opening path: String) throws(ImageError) {
    self.path = path
    (descriptor, count) = try FileBytes.open(path)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Reads into `buffer` from `offset`; a file that has become shorter is an error.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ImageError) {
    var done = 0
    var failure: Int32 = 0
    if let memory {
      done = max(0, min(buffer.count, memory.count - offset))
      memory.withUnsafeBytes {
        buffer.copyMemory(from: .init(rebasing: $0[offset..<offset + done]))
      }
    } else if let base = buffer.baseAddress {
      while done < buffer.count {
        let got = pread(
          descriptor, base + done, min(buffer.count - done, 1 << 30), off_t(offset + done))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = errno }
        guard got > 0 else { break }
        done += got
      }
    }
    guard failure == 0 else {
      throw ImageError(.unreadable, path: path, "cannot be read: \(FileBytes.describe(failure))")
    }
    guard done == buffer.count else {
      throw ImageError(.corrupt, path: path, "truncated: the file ends at byte \(offset + done)")
    }
  }

  /// The bytes from `offset` on, at most `length` of them.
  func bytes(_ length: Int, at offset: Int) throws(ImageError) -> [UInt8] {
    let available = max(0, min(length, count - offset))
    var result = [UInt8](repeating: 0, count: available)
    var failure: ImageError?
    result.withUnsafeMutableBytes {
      do throws(ImageError) { try read(into: $0, at: offset) } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }

  /// All bytes, which are held from then on.
  func loaded() throws(ImageError) -> [UInt8] {
    if let memory { return memory }
    let all = try bytes(count, at: 0)
    memory = all
    return all
  }
}
