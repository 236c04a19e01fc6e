import AstroImages
import Evaluation

/// A crop as the record tells of it, with its files, which are not written yet.
struct RenderedCrop {
  /// A file by its path in the run's folder.
  struct File {
    var path: String
    var bytes: [UInt8]
  }

  var set: CropSet
  var files: [File]

  func write(to folder: RunFolder) throws {
    _ = try folder.folder("crops")
    for file in files { try AtomicFile.write(file.bytes, to: folder.path + "/" + file.path) }
  }
}
