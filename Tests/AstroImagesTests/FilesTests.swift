import AstroImages
import Foundation
import Testing

@Suite("Files")
struct FilesTests {
  @Test("SHA-256 gives the vectors of FIPS 180-4's examples")
  func vectors() {
    #expect(
      SHA256.hexadecimal(of: "")
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hexadecimal(of: "abc")
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexadecimal(of: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.hexadecimal(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("SHA-256 agrees with sha256sum at every length around a block")
  func lengths() throws {
    let scratch = try Scratch()
    for length in [1, 55, 56, 57, 63, 64, 65, 119, 120, 128] {
      try Data((0..<length).map { UInt8($0) }).write(to: URL(filePath: scratch.file("\(length)")))
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(filePath: "/usr/bin/sha256sum")
      process.arguments = [scratch.file("\(length)")]
      process.standardOutput = pipe
      try process.run()
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(output.hasPrefix(try SHA256.hexadecimal(ofFile: scratch.file("\(length)"))))
    }
  }

  @Test("an atomic write replaces the whole file, keeps its permissions, and leaves nothing else")
  func replaces() throws {
    let scratch = try Scratch()
    let path = scratch.file("a")
    try AtomicFile.write("first, and longer", to: path)
    chmod(path, 0o640)
    try AtomicFile.write("second", to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "second")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
    #expect(scratch.names == ["a"])
    symlink("a", scratch.file("link"))
    try AtomicFile.write("third", to: scratch.file("link"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "third")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.file("link")) == "a")
  }

  @Test("a full disk, a directory and a missing folder are errors that leave nothing behind")
  func failures() throws {
    let scratch = try Scratch()
    #expect { try AtomicFile.write("x", to: "/dev/full") } throws: {
      "\($0)".contains("no space left") && ($0 as? ImageError)?.code == .writeFailed
    }
    #expect(throws: ImageError.self) { try AtomicFile.write("x", to: scratch.path) }
    #expect { try AtomicFile.write("x", to: scratch.file("missing/x")) } throws: {
      "\($0)".contains("does its folder exist")
    }
    #expect(throws: ImageError.self) { try AtomicFile.write("x", to: "") }
    #expect(scratch.names.isEmpty)
  }

  @Test("a write that stops half-way removes its temporary file and keeps the old one")
  func halfway() throws {
    let scratch = try Scratch()
    let path = scratch.file("big.fits")
    try AtomicFile.write("old", to: path)
    // No other test writes files of this size, so the limit touches only this one.
    signal(SIGXFSZ, SIG_IGN)
    var old = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
    var small = rlimit(rlim_cur: 48 << 20, rlim_max: old.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small)
    defer { setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old) }
    #expect { try AtomicFile.write([UInt8](repeating: 1, count: 64 << 20), to: path) } throws: {
      "\($0)".contains("file too large")
    }
    #expect(scratch.names == ["big.fits"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }

  @Test("listing finds images by their bytes, sorted, and nothing else")
  func listing() throws {
    let scratch = try Scratch()
    let image = TestImages.random(8, 8, names: ["L"], format: .uint8, seed: 1)
    for name in ["b.fits", "a.png", "c.jpg"] { try Codecs.write(image, to: scratch.file(name)) }
    try FileManager.default.moveItem(
      atPath: scratch.file("c.jpg"), toPath: scratch.file("c.without"))
    try AtomicFile.write("no image", to: scratch.file("d.fits"))
    try FileManager.default.createDirectory(
      atPath: scratch.file("e.fits"), withIntermediateDirectories: true)
    try Codecs.write(image, to: scratch.file(".hidden.fits"))
    #expect(
      try Codecs.list(directory: scratch.path)
        == ["a.png", "b.fits", "c.without"].map(scratch.file))
    #expect(throws: ImageError.self) { try Codecs.list(directory: scratch.file("nowhere")) }
  }
}
