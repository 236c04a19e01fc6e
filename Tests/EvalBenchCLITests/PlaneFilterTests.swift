import AstroImages
import EvalBenchCLI
import Networks
import Testing

@Suite("Classical filters")
struct PlaneFilterTests {
  /// A repeatable plane of noise about 100 with standard deviation about 10, and one bright pixel.
  private static func plane(_ width: Int, _ height: Int) -> [Float] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var values = (0..<(width * height)).map { _ -> Float in
      var sum: Float = 0
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sum += Float(state >> 40) / Float(1 << 24)
      }
      return 100 + 10 * (sum - 6)
    }
    values[(height / 2) * width + width / 2] = 5000
    return values
  }

  private func filtered(_ text: String, _ plane: [Float], _ width: Int, _ height: Int) throws
    -> [Float]
  {
    let (name, settings) = try Settings.parse(text)
    let type = try #require(PlaneFilters.all.first { $0.id == name })
    let image = AstroImage(width: width, height: height, planes: [plane])
    return try type.init(settings: settings).denoise(image).planes[0]
  }

  @Test("identity changes no bit")
  func identity() throws {
    let plane = Self.plane(40, 31)
    #expect(try filtered("identity", plane, 40, 31) == plane)
  }

  @Test("a Gaussian blur keeps the flux of a star in the middle")
  func gaussianFlux() throws {
    var plane = [Float](repeating: 0, count: 41 * 41)
    plane[20 * 41 + 20] = 1
    let sum = try filtered("gaussian:sigma=2", plane, 41, 41).reduce(0, +)
    // The kernel is normalised in float32: 17 taps twice leave a few units in the last place.
    #expect(abs(sum - 1) < 1e-5)
  }

  @Test("a median removes a lone bright pixel and keeps a step")
  func medianBehaviour() throws {
    let result = try filtered("median", Self.plane(40, 40), 40, 40)
    #expect(result.allSatisfy { $0 < 200 })
    let step = (0..<(20 * 20)).map { Float($0 % 20 < 10 ? 1 : 5) }
    #expect(try filtered("median:radius=2", step, 20, 20) == step)
  }

  @Test("starlet noise factors are the published ones")
  func starletNoise() {
    // Starck & Murtagh, "Astronomical Image and Data Analysis", 2006, table of the B3-spline transform, three decimals.
    let published: [Float] = [0.890, 0.201, 0.086, 0.042, 0.021, 0.010]
    for (ours, theirs) in zip(StarletFilter.unitNoise, published) {
      #expect(abs(ours - theirs) < 1.1e-3)
    }
  }

  @Test("a starlet without threshold gives the frame back")
  func starletReconstructs() throws {
    let plane = Self.plane(48, 33)
    let result = try filtered("starlet:threshold=0,scales=4", plane, 48, 33)
    // Differences and their sum round a few times at values up to 5000.
    #expect(zip(result, plane).allSatisfy { abs($0 - $1) < 5e-3 })
  }

  @Test("a starlet lowers the noise of an empty sky and keeps a bright star")
  func starletDenoises() throws {
    let plane = Self.plane(96, 96)
    let result = try filtered("starlet", plane, 96, 96)
    func spread(_ values: [Float]) -> Float {
      let corner = (0..<32).flatMap { y in values[(y * 96)..<(y * 96 + 32)] }
      let mean = corner.reduce(0, +) / Float(corner.count)
      return (corner.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(corner.count))
        .squareRoot()
    }
    #expect(spread(result) < 0.4 * spread(plane))
    #expect(result[48 * 96 + 48] > 4000)
  }

  @Test(
    "missing pixels stay missing and hurt nobody",
    arguments: ["gaussian", "median", "starlet", "identity"])
  func missingPixels(_ name: String) throws {
    var plane = Self.plane(32, 32)
    plane[100] = .nan
    let result = try filtered(name, plane, 32, 32)
    #expect(result[100].isNaN)
    #expect(result.enumerated().allSatisfy { $0.offset == 100 || $0.element.isFinite })
  }

  @Test("frames of a few pixels work", arguments: ["gaussian", "median", "starlet"])
  func tiny(_ name: String) throws {
    for (width, height) in [(1, 1), (2, 3), (8, 8)] {
      let plane = [Float](repeating: 7, count: width * height)
      let result = try filtered(name, plane, width, height)
      #expect(result.allSatisfy { abs($0 - 7) < 1e-4 })
    }
  }

  @Test("an unknown setting is refused with the known ones")
  func unknownSetting() {
    let error = #expect(throws: UsageError.self) { try GaussianFilter(settings: ["sgima": "1"]) }
    #expect(error?.description == "gaussian: unknown setting 'sgima'; it knows sigma")
  }
}
