import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("A safetensors file")
struct SafeTensorsTests {
  @Test("keeps names, order, shapes, bits and metadata")
  func roundTrip() throws {
    let folder = try Repository.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let weights = Weights([
      ("z.weight", Tensor(deterministic: Shape(2, 1, 3, 3), seed: 1)),
      ("a \"quoted\" \\ name\u{1}", Tensor(Shape(3), [.infinity, -0.0, .leastNonzeroMagnitude])),
      ("empty", Tensor(Shape(0, 4), [])), ("scalar", Tensor(Shape([]), [4])),
    ])
    let metadata = ["evalbench.architecture": "dncnn", "note": "λ 𝄞 \n\t\"\\"]
    let path = folder.appending(path: "model.safetensors").path()
    try SafeTensors.write(weights, metadata: ["old": "bytes"], to: path)
    try SafeTensors.write(weights, metadata: metadata, to: path)
    let read = try SafeTensors.read(path)
    #expect(read.weights == weights)
    #expect(
      read.weights.tensors.map { $0.scalars.map(\.bitPattern) }
        == weights.tensors.map { $0.scalars.map(\.bitPattern) })
    #expect(read.metadata == metadata)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).count == 1)
    let bytes = SafeTensors.encode(weights, metadata: metadata)
    #expect((8 + Int(bytes[0]) + Int(bytes[1]) << 8).isMultiple(of: 8))
  }

  @Test("of PyTorch's converts halves, bfloats and doubles")
  func precisions() throws {
    let fixture = try Fixture("precisions")
    let single = try fixture["f32"].scalars
    #expect(single[8] == -.infinity)
    #expect(try fixture["f64"].scalars.map(\.bitPattern) == single.map(\.bitPattern))
    let half = try fixture["f16"].scalars
    #expect(half[1].bitPattern == 0x8000_0000)
    #expect(Array(half[2...4]) == [1, -2.5, 65504])
    // 6e-8 and 1e-5 are subnormal halves: multiples of 2^-24.
    #expect(half[5] == 0x1p-24)
    #expect(half[6] == 168 * 0x1p-24)
    #expect(Array(half[7...8]) == [.infinity, -.infinity])
    #expect(half[9] == 0.0999755859375)
    #expect(try fixture["bf16"].scalars[9] == 0.10009765625)
    #expect(try fixture["scalar"] == Tensor(Shape([]), [3]))
    #expect(try fixture["empty"].shape == Shape(0, 3))
    #expect(fixture.metadata["seed"] == "2026")
  }

  static let hostile: [(String, String, Int)] = [
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "leaves a hole", 8),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
        + #""b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "overlaps another", 8
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "4 bytes follow", 8),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, "the file holds 8", 8),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, "12 bytes by its shape", 8),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, "data_offsets 8 to 0", 8),
    (
      #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#, "overflows",
      8
    ),
    (
      #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, "too large",
      8
    ),
    (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, "whole number", 8),
    (#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, "expected ','", 8),
    (#"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#, "has dtype F31", 8),
    (#"{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#, "has dtype I64", 8),
    (#"{"a":{"dtype":"F32","shape":[2]}}"#, "lacks a dtype", 8),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#, "lacks a dtype", 8
    ),
    (#"{"__metadata__":{"a":1}}"#, "metadata value of 'a' is not a string", 0),
    (#"{"__metadata__":[]}"#, "not an object of strings", 0),
    (#"{"__metadata__":{"a":"1","a":"2"}}"#, "the key 'a' twice", 0),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "the key 'a' twice", 8
    ),
    (#"{"a":[[[[[[[[[[[[]]]]]]]]]]]]}"#, "less nesting", 0),
    (#"{"a":"#, "expected", 0),
    (#"{"a\q":1}"#, "a known escape", 0),
    (#"{"\ud800":1}"#, "a Unicode character", 0),
    (#"[]"#, "expected an object", 0),
    (#"{} x"#, "nothing after the object", 0),
    (#""#, "expected an object", 0),
  ]

  @Test("that lies about itself is refused", arguments: hostile)
  func refusal(_ header: String, _ reason: String, _ dataCount: Int) {
    let bytes = file(Array(header.utf8), dataCount: dataCount)
    let error = #expect(throws: SafeTensorsError.self) { try SafeTensors.decode(bytes) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test("with a header longer than itself, or no header, is refused")
  func lengths() {
    let header = Array(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#.utf8)
    let whole = file(header, dataCount: 4)
    #expect((try? SafeTensors.decode(whole)) != nil)
    for count in 0..<whole.count {
      #expect(throws: SafeTensorsError.self) { try SafeTensors.decode(Array(whole.prefix(count))) }
    }
    for length in [UInt64.max, 1 << 63, 100_000_001, 1000] {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> UInt64(8 * $0)) } + header
      #expect(throws: SafeTensorsError.self) { try SafeTensors.decode(bytes) }
    }
    let invalid = file([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d], dataCount: 0)
    #expect(throws: SafeTensorsError.self) { try SafeTensors.decode(invalid) }
  }

  @Test("that is not there, or is a folder, is named in the error")
  func missing() throws {
    let folder = try Repository.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "none.safetensors").path()
    for wrong in [path, folder.path()] {
      let error = #expect(throws: FileError.self) { try SafeTensors.read(wrong) }
      #expect(error?.description.hasPrefix("\(wrong): ") == true)
    }
    // A sparse file of a terabyte takes no room on the disk, and must take none in memory.
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 1 << 40)
    let huge = #expect(throws: FileError.self) { try SafeTensors.read(path) }
    #expect(huge?.description.contains("too large") == true)
    #expect(throws: FileError.self) {
      try SafeTensors.write(Weights(), metadata: [:], to: "\(path)/model.safetensors")
    }
  }

  @Test("is read by the format's own library, and that library's by us")
  func library() throws {
    guard let python = Repository.python else {
      print("skipped: no Python for the safetensors library; set EVALBENCH_PYTHON")
      return
    }
    let folder = try Repository.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (ours, theirs) = (
      folder.appending(path: "ours.safetensors").path(),
      folder.appending(path: "theirs.safetensors").path()
    )
    let weights = Weights([
      ("b", Tensor(deterministic: Shape(2, 3), seed: 4)), ("a", Tensor(Shape([]), [1.5])),
    ])
    try SafeTensors.write(weights, metadata: ["key": "värde"], to: ours)
    let script = """
      import sys
      try:
          from safetensors import safe_open
          from safetensors.numpy import save_file
      except ImportError:
          sys.exit(77)
      with safe_open(sys.argv[1], "np") as f:
          tensors = {k: f.get_tensor(k) for k in f.keys()}
          save_file(tensors, sys.argv[2], metadata=f.metadata())
      """
    let result = try runPython(python, ["-c", script, ours, theirs])
    guard result.status != 77 else {
      print("skipped: \(python) has no safetensors library")
      return
    }
    #expect(result.status == 0, "\(result.output)")
    let read = try SafeTensors.read(theirs)
    for name in weights.names { #expect(read.weights[name] == weights[name]) }
    #expect(read.metadata == ["key": "värde"])
  }

  private func file(_ header: [UInt8], dataCount: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
      + [UInt8](repeating: 0, count: dataCount)
  }
}
