import Architectures
import AstroImages
import Foundation
import Networks
import Tensors
import TestSupport
import Testing

/// Runs a frame through weights of a workplace as `--normalization none`.
private func denoise(
  _ frame: AstroImage, _ published: PublishedWeights, _ more: [String] = []
) throws -> AstroImage {
  let place = try Workplace()
  try published.write(to: place("w.safetensors"))
  try Codecs.write(frame, to: place("a.fits"))
  let outcome = try Tool.run(
    [
      "denoise", place("a.fits"), place("b.fits"), "--model", place("w.safetensors"),
      "--architecture", published.specification, "--normalization", "none",
    ] + more)
  #expect(outcome.code == 0, "\(outcome)")
  return try Codecs.read(place("b.fits"))
}

private func largest(_ values: [Float]) -> Float { values.reduce(0) { max($0, abs($1)) } }

@Suite("Weights from PyTorch")
struct PublishedWeightsTests {
  // Float rounding through some ten layers, as the parity suite of the networks allows.
  @Test("give what PyTorch computes, up to the frame's border", arguments: [0, 2, 4])
  func small(_ number: Int) throws {
    let published = try PublishedWeights(number: number)
    let frame = AstroImage(width: 16, height: 16, planes: [published.input])
    let expected = AstroImage(width: 16, height: 16, planes: [published.output])
    let result = try denoise(frame, published)
    #expect(
      Frames.difference(result, expected) <= 3e-5 * largest(published.output),
      "\(published.specification)")
  }

  // The whole frame by the reference backend, which is proven against PyTorch.
  @Test("give the same whole and in tiles, on a large frame", arguments: [0, 2])
  func large(_ number: Int) throws {
    let published = try PublishedWeights(number: number)
    var frame = Frames.sky(200, 152, seed: 11)
    frame.planes[0] = frame.planes[0].map { $0 / 1000 }
    let network = try Architectures.make(published.specification)
      .network(input: Shape(1, 1, 152, 200))
    let plan = try ReferenceBackend().inferencePlan(for: network)
    try plan.load(published.weights)
    let whole = try plan.run(Tensor(Shape(1, 1, 152, 200), frame.planes[0])).scalars
    let expected = AstroImage(width: 200, height: 152, planes: [whole])
    for more in [[], ["--tile", "64"], ["--tile", "32"]] {
      let result = try denoise(frame, published, more)
      #expect(
        Frames.difference(result, expected) <= 3e-5 * largest(whole),
        "\(published.specification) \(more)")
    }
  }

  @Test("need a name and a normalisation, and the lines that ask for them say how")
  func unnamed() throws {
    let place = try Workplace()
    try PublishedWeights.dncnn.write(to: place("w.safetensors"))
    try Codecs.write(Frames.sky(16, 16, seed: 1), to: place("a.fits"))
    let base = ["denoise", place("a.fits"), place("b.fits"), "--model", place("w.safetensors")]
    let unnamed = try Tool.run(base)
    #expect(unnamed.code == 2 && unnamed.errors.contains("--architecture dncnn"), "\(unnamed)")
    let half = try Tool.run(base + ["--architecture", "dncnn:depth=4,width=6"])
    #expect(half.code == 2 && half.errors.contains("--normalization none"), "\(half)")
    for (specification, hint) in [
      ("dncnn", "is it really dncnn"), ("unet", "no weight named"), ("resnet", "nafnet-lite"),
      ("dncnn:depth=4,width=5", "has shape"), ("dncnn:depth=3,width=6", "has shape"),
    ] {
      let wrong = try Tool.run(
        base + ["--architecture", specification, "--normalization", "none"])
      #expect(wrong.code == 2 || wrong.code == 64, "\(wrong)")
      #expect(wrong.errors.contains("w.safetensors: ") && wrong.errors.contains(hint), "\(wrong)")
    }
    #expect(!place.exists("b.fits"))
  }

  @Test("of three planes need a colour frame")
  func colour() throws {
    let place = try Workplace()
    let published = try PublishedWeights(number: 1)
    try published.write(to: place("w.safetensors"))
    try Codecs.write(Frames.sky(16, 16, seed: 1), to: place("mono.fits"))
    try Codecs.write(Frames.sky(16, 16, seed: 1, channels: 3), to: place("rgb.fits"))
    func run(_ name: String) throws -> Tool.Outcome {
      try Tool.run([
        "denoise", place(name), place("b.fits"), "--model", place("w.safetensors"),
        "--architecture", published.specification, "--normalization", "none",
      ])
    }
    #expect(try run("rgb.fits").code == 0)
    let mono = try run("mono.fits")
    #expect(mono.code == 2 && mono.errors.contains("reads 3 planes together"), "\(mono)")
  }
}
