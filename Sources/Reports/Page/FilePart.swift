/// Where a block stands in one of a run's files, as the record says.
struct FilePart {
  private var file: String
  private var offset: Int
  private var length: Int

  init(_ file: String, _ offset: Int, _ length: Int) {
    (self.file, self.offset, self.length) = (file, offset, length)
  }

  /// The block, or an error that names the file where the file does not hold it.
  func bytes(of whole: [UInt8]) throws -> [UInt8] {
    let end = offset.addingReportingOverflow(length)
    guard offset >= 0, length > 0, !end.overflow, end.partialValue <= whole.count else {
      throw PictureError(file: file, problem: "is shorter than the record says")
    }
    return Array(whole[offset..<end.partialValue])
  }
}
