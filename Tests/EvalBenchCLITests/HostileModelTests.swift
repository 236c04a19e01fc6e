import AstroImages
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

/// The bytes of a safetensors file with any header.
private func file(header: String, data: [UInt8] = []) -> Data {
  let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
  return Data(length + Array(header.utf8) + data)
}

/// A model that must be refused, and what the line must say.
private struct Hostile: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var name = "w.safetensors"
  var hint: String
  var bytes: @Sendable () throws -> Data
}

/// Good weights under another description of themselves.
private func claiming(_ architecture: String, _ normalization: String = "none") -> Hostile {
  Hostile(testDescription: "claims \(architecture), \(normalization)", hint: "w.safetensors: ") {
    let metadata = [
      "evalbench.architecture": architecture, "evalbench.normalization": normalization,
    ]
    return Data(SafeTensors.encode(try PublishedWeights.dncnn.weights, metadata: metadata))
  }
}

private let good = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#

private let hostiles: [Hostile] = [
  Hostile(testDescription: "empty", hint: "too few") { Data() },
  Hostile(testDescription: "truncated header", hint: "header claims") {
    Data(SafeTensors.encode(try PublishedWeights.dncnn.weights, metadata: [:]).prefix(100))
  },
  Hostile(testDescription: "truncated data", hint: "the file holds") {
    Data(SafeTensors.encode(try PublishedWeights.dncnn.weights, metadata: [:]).dropLast(9))
  },
  Hostile(testDescription: "header of 2^63 bytes", hint: "header claims") {
    Data([UInt8](repeating: 0, count: 7) + [0x80] + [UInt8](repeating: 0x20, count: 64))
  },
  Hostile(testDescription: "shape that overflows", hint: "overflows") {
    file(
      header:
        #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#,
      data: [0, 0, 0, 0])
  },
  Hostile(testDescription: "negative shape", hint: "w.safetensors: ") {
    file(
      header: #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, data: [0, 0, 0, 0])
  },
  Hostile(testDescription: "deeply nested header", hint: "w.safetensors: ") {
    file(header: String(repeating: "{\"a\":", count: 200_000))
  },
  Hostile(testDescription: "another network's weights", hint: "no weight named") {
    let metadata = [
      "evalbench.architecture": "dncnn:depth=4,width=6", "evalbench.normalization": "none",
    ]
    return Data(
      SafeTensors.encode(
        Weights([(name: "a", tensor: Tensor(Shape(1), [1]))]), metadata: metadata))
  },
  Hostile(testDescription: "weights that are not numbers", hint: "not finite") {
    var weights = try PublishedWeights.dncnn.weights
    let entries = zip(weights.names, weights.tensors).map { name, tensor in
      (name: name, tensor: Tensor(tensor.shape, tensor.scalars.map { _ in Float.nan }))
    }
    weights = Weights(entries)
    let metadata = [
      "evalbench.architecture": try PublishedWeights.dncnn.specification,
      "evalbench.normalization": "none",
    ]
    return Data(SafeTensors.encode(weights, metadata: metadata))
  },
  Hostile(testDescription: "one tensor, no name", hint: "--architecture") {
    file(header: good, data: [0, 0, 0, 0])
  },
  Hostile(testDescription: "text", name: "w.onnx", hint: "w.onnx: ") { Data("no model".utf8) },
  Hostile(testDescription: "empty", name: "w.onnx", hint: "w.onnx: ") { Data() },
  claiming("dncnn:depth=1000000000"), claiming("dncnn:depth=-1"), claiming("dncnn:width=1e9"),
  claiming("dncnn:depth=4,width=1000000000"), claiming("unet:levels=60"),
  claiming("unet:levels=1000000000"), claiming("nafnet-lite:enc=1-1-1-1-1-1-1-1-1-1-1-1-1-1-1"),
  claiming("nafnet-lite:enc=1000000000"), claiming("dncnn:channels=1000000"), claiming(""),
  claiming("nafnet:tlc=1000000000"), claiming(":"), claiming("dncnn:depth=4,width=6", "wavelet"),
  claiming("dncnn:depth=4,width=6", "asinh:softening=0"),
  claiming("dncnn:depth=4,width=6", "asinh:softening=nan"),
]

@Suite("Models that are damaged or lie")
struct HostileModelTests {
  @Test("are refused with one line that names the file, and code 2", arguments: hostiles)
  fileprivate func refused(_ hostile: Hostile) throws {
    let place = try Workplace()
    try hostile.bytes().write(to: URL(filePath: place(hostile.name)))
    try Codecs.write(Frames.sky(16, 16, seed: 1), to: place("a.fits"))
    let started = ContinuousClock().now
    let outcome = try Tool.run(
      ["denoise", place("a.fits"), place("b.fits"), "--model", place(hostile.name)])
    #expect(outcome.code == 2, "\(outcome)")
    #expect(outcome.output.isEmpty)
    let errors = outcome.errors.split(separator: "\n")
    #expect(errors.count == 1 && errors.first?.contains(hostile.hint) == true, "\(outcome)")
    #expect(outcome.errors.contains(hostile.name))
    #expect(outcome.errors.utf8.count < 1000)
    // Refused by reading, not after building what it claims.
    #expect(ContinuousClock().now - started < .seconds(10))
    #expect(!place.exists("b.fits"))
  }
}
