import Architectures
import Networks
import Tensors
import Testing

@Suite("Networks over frames of any size")
struct TiledInferenceTests {
  private static let statistics = FrameStatistics(background: 0, noise: 1)

  private static func frame(_ width: Int, _ height: Int) -> [Float] {
    var state: UInt64 = 42
    return (0..<(width * height)).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24)
    }
  }

  private func run(
    _ specification: String, _ plane: [Float], _ width: Int, _ height: Int, tile: Int,
    border: TiledInference.Border = .reflection
  ) throws -> [Float] {
    let architecture = try Architectures.make(specification)
    let network = try architecture.network(input: Shape(1, 1, 64, 64))
    let inference = TiledInference(
      weights: Weights(initializing: network, seed: 5), backend: CPUBackend(), tileSize: tile,
      border: border
    ) { try architecture.network(input: $0) }
    return try inference.run(
      [plane], width: width, height: height, normalization: .none,
      statistics: [Self.statistics])[0]
  }

  @Test(
    "tiled equals whole where the network sees a finite distance",
    arguments: ["dncnn:depth=4,width=8", "unet:width=4,levels=2"],
    [TiledInference.Border.reflection, .zeros])
  func tiledEqualsWhole(_ specification: String, _ border: TiledInference.Border) throws {
    let (width, height) = (150, 133)
    let plane = Self.frame(width, height)
    let whole = try run(specification, plane, width, height, tile: 4096, border: border)
    let tiled = try run(specification, plane, width, height, tile: 64, border: border)
    let range = (whole.max() ?? 0) - (whole.min() ?? 0)
    let worst = zip(whole, tiled).map { abs($0 - $1) }.max() ?? .infinity
    // Only the order of float32 sums differs; the issue allows 1e-5 of the range.
    #expect(worst <= 1e-5 * range)
  }

  @Test("zero borders are exactly what the network computes on the frame")
  func publishedBorder() throws {
    let (width, height) = (24, 20)
    let plane = Self.frame(width, height)
    let architecture = try Architectures.make("dncnn:depth=4,width=8")
    let network = try architecture.network(input: Shape(1, 1, height, width))
    let plan = try CPUBackend().inferencePlan(for: network)
    try plan.load(Weights(initializing: network, seed: 5))
    let direct = try plan.run(Tensor(Shape(1, 1, height, width), plane)).scalars
    let result = try run(
      "dncnn:depth=4,width=8", plane, width, height, tile: 4096, border: .zeros)
    #expect(result == direct)
  }

  @Test(
    "frames from 1 x 1 up come back in their size",
    arguments: [(1, 1), (2, 5), (8, 8), (9, 31), (65, 64)],
    ["dncnn:depth=3,width=8", "unet:width=4,levels=3", "nafnet-lite:width=8,enc=1-1,mid=1,dec=1-1"])
  func sizes(_ size: (Int, Int), _ specification: String) throws {
    let result = try run(
      specification, Self.frame(size.0, size.1), size.0, size.1, tile: 128)
    #expect(result.count == size.0 * size.1 && result.allSatisfy(\.isFinite))
  }

  @Test("a network with global pooling is blended without gaps or steps")
  func blended() throws {
    // beta and gamma start at 0, so an untrained block passes its input on: the output is smooth where the input is.
    let (width, height) = (200, 180)
    let plane = (0..<(width * height)).map { Float($0 % width) / 100 }
    let specification = "nafnet-lite:width=8,enc=1,mid=1,dec=1"
    let whole = try run(specification, plane, width, height, tile: 4096)
    let tiled = try run(specification, plane, width, height, tile: 96)
    let range = (whole.max() ?? 0) - (whole.min() ?? 0)
    #expect(zip(whole, tiled).allSatisfy { abs($0 - $1) <= 1e-5 * max(range, 1) })
  }

  @Test("missing pixels come back as they were and spoil nothing")
  func missingPixels() throws {
    var plane = Self.frame(40, 40)
    plane[820] = .nan
    plane[5] = .infinity
    let result = try run("dncnn:depth=3,width=8", plane, 40, 40, tile: 128)
    #expect(result[820].isNaN && result[5] == .infinity)
    #expect(result.enumerated().allSatisfy { [5, 820].contains($0.offset) || $0.element.isFinite })
  }
}
