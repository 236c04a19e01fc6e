internal import Glibc

/// Where a file's bytes go: a descriptor, or memory for what must be sent in order and whole.
final class ByteOutput {
  /// The file, as the user named it.
  let path: String
  /// The descriptor, or -1 for memory.
  let descriptor: Int32
  /// The bytes, of an output to memory.
  var memory: [UInt8] = []

  init(path: String, descriptor: Int32 = -1) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Writes a trivial array's memory at a place; what was skipped is zero.
  func write<Element: BitwiseCopyable>(_ values: [Element], at offset: Int) throws(ImageError) {
    var failure: Int32 = 0
    values.withUnsafeBytes { buffer in
      guard descriptor >= 0 else {
        let end = offset + buffer.count
        if memory.count == offset {
          memory.append(contentsOf: buffer)
        } else {
          if memory.count < end { memory += repeatElement(0, count: end - memory.count) }
          memory.withUnsafeMutableBytes { $0[offset..<end].copyBytes(from: buffer) }
        }
        return
      }
      var done = 0
      while done < buffer.count, let base = buffer.baseAddress {
        let went = pwrite(
          descriptor, base + done, min(buffer.count - done, 1 << 26), off_t(offset + done))
        if went < 0 && errno == EINTR { continue }
        guard went > 0 else {
          failure = went < 0 ? errno : EIO
          return
        }
        done += went
      }
    }
    if failure != 0 { throw AtomicFile.failure("cannot be written", failure, path) }
  }

  /// Floats that were written at a place.
  func floats(_ count: Int, at offset: Int) throws(ImageError) -> [Float] {
    let size = count * MemoryLayout<Float>.stride
    var failure: Int32 = 0
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, made in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      if descriptor < 0 {
        raw.copyBytes(from: memory[offset..<offset + size])
      } else {
        var done = 0
        while done < size, let base = raw.baseAddress {
          let got = pread(descriptor, base + done, size - done, off_t(offset + done))
          if got < 0 && errno == EINTR { continue }
          guard got > 0 else {
            failure = got < 0 ? errno : EIO
            return
          }
          done += got
        }
      }
      made = count
    }
    if failure != 0 {
      throw ImageError(
        .unreadable, path: path, "what was written cannot be read: \(FileBytes.describe(failure))")
    }
    return values
  }
}
