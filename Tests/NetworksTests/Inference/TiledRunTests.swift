import Architectures
import Networks
import Tensors
import Testing

@Suite("Networks over frames in bands")
struct TiledRunTests {
  private static let normalization = Normalization.asinh(softening: 10)

  private static func plane(_ width: Int, _ height: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<(width * height)).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return 1000 + Float(state >> 40) / Float(1 << 18)
    }
  }

  private static func inference(_ specification: String, _ border: TiledInference.Border) throws
    -> TiledInference
  {
    let architecture = try Architectures.make(specification)
    let network = try architecture.network(input: Shape(1, architecture.channels, 64, 64))
    return TiledInference(
      weights: Weights(initializing: network, seed: 5), backend: CPUBackend(), tileSize: 64,
      border: border
    ) { try architecture.network(input: $0) }
  }

  @Test(
    "a window of the rows that a band needs gives the bits of the whole frame",
    arguments: [
      "dncnn:depth=4,width=8", "unet:width=4,levels=2", "nafnet-lite:width=8,enc=1,mid=1,dec=1",
      "dncnn:depth=3,width=8,channels=3",
    ],
    [(1, 1), (70, 9), (130, 257), (65, 300)])
  func windows(_ specification: String, _ size: (Int, Int)) throws {
    let (width, height) = size
    let channels = specification.hasSuffix("channels=3") ? 3 : 1
    var planes = (0..<channels).map { Self.plane(width, height, seed: UInt64($0 + 1)) }
    planes[0][width * height / 3] = .nan
    planes[0][width * height / 2] = .infinity
    let statistics = planes.map { FrameStatistics(measuring: $0, width: width, height: height) }
    for border in [TiledInference.Border.reflection, .zeros] {
      let inference = try Self.inference(specification, border)
      let whole = try inference.run(
        planes, width: width, height: height, normalization: Self.normalization,
        statistics: statistics)
      let run = try inference.begin(
        channels: channels, width: width, height: height, normalization: Self.normalization,
        statistics: statistics)
      var window = RowWindow(
        rows: 0..<0, width: width, planes: Array(repeating: [], count: channels))
      var result: [[Float]] = Array(repeating: [], count: channels)
      var tiles = 0
      for (index, band) in run.bands.enumerated() {
        // Where a band says that it needs no row, there is none: a gather outside of its window would trap.
        let fresh = planes.map {
          Array($0[(window.rows.upperBound * width)..<(band.needs.upperBound * width)])
        }
        window.advance(to: band.needs, adding: fresh)
        #expect(band.finishes.lowerBound == result[0].count / width)
        let finished = try run.denoise(index, window) { tiles += 1 }
        for channel in 0..<channels { result[channel] += finished[channel] }
      }
      #expect(tiles == run.tileCount)
      #expect(result.map { $0.map(\.bitPattern) } == whole.map { $0.map(\.bitPattern) })
    }
  }

  @Test("what a band needs does not grow with the frame's height")
  func flat() throws {
    let inference = try Self.inference("nafnet-lite:width=8,enc=1,mid=1,dec=1", .reflection)
    let tallest = try [1_000, 100_000].map { height in
      let run = try inference.begin(
        channels: 1, width: 100, height: height, normalization: .none,
        statistics: [FrameStatistics(background: 0, noise: 1)])
      #expect(run.bands.first?.finishes.lowerBound == 0)
      #expect(run.bands.last?.finishes.upperBound == height)
      for (band, next) in zip(run.bands, run.bands.dropFirst()) {
        #expect(band.finishes.upperBound == next.finishes.lowerBound)
        #expect(band.needs.lowerBound <= next.needs.lowerBound)
        #expect(band.needs.upperBound <= next.needs.upperBound)
      }
      return run.bands.map(\.needs.count).max()
    }
    #expect(tallest[0] == tallest[1])
  }

  @Test("the statistics of the sampled rows are those of the whole plane", arguments: [64, 2900])
  func statistics(_ height: Int) {
    let width = 1500
    var plane = Self.plane(width, height, seed: 9)
    for i in stride(from: 0, to: plane.count, by: 97) { plane[i] = .nan }
    var sample = FrameStatistics.Sample(width: width, height: height)
    let rows = FrameStatistics.Sample.rows(width: width, height: height)
    #expect(Array(rows).count < height || height == 64)
    for y in rows { sample.add(plane[(y * width)..<((y + 1) * width)]) }
    #expect(
      sample.statistics() == FrameStatistics(measuring: plane, width: width, height: height))
  }
}
