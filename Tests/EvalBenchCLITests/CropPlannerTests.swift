import AstroImages
import EvalBenchCLI
import Evaluation
import Testing

@Suite("the planner of crops")
struct CropPlannerTests {
  private static func star(
    _ id: Int, x: Double, y: Double, flux: Double, pair: Int = -1, separation: Double = 0
  ) -> SourceCatalogue.Source {
    SourceCatalogue.Source(
      id: id, x: x, y: y, flux: flux, magnitude: 12, fwhm: 3, signalToNoise: 100, role: "star",
      pair: pair, separation: separation, magnitudeDifference: 0, isIsolated: pair < 0,
      isSaturated: false)
  }

  /// A square frame with a grating everywhere but in its plainest square.
  private static func scene(
    side: Int, sources: [SourceCatalogue.Source], patches: [FaintPatches.Patch] = [],
    plain: (x: Int, y: Int)
  ) -> EvaluationScene {
    let values = (0..<side * side).map { index -> Float in
      let (x, y) = (index % side, index / side)
      let isPlain =
        x >= plain.x && x < plain.x + 96 && y >= plain.y && y < plain.y + 96
      return isPlain ? 100 : 100 + Float(x % 2) * 10
    }
    let image = AstroImage(width: side, height: side, planes: [values])
    return EvaluationScene(
      name: "made", reference: image, noisy: image, catalogue: SourceCatalogue(sources),
      patches: FaintPatches(labels: [], patches: patches), fullScale: 65_535)
  }

  private static let whole = scene(
    side: 768,
    sources: [
      star(1, x: 150, y: 150, flux: 10, pair: 1, separation: 3),
      star(2, x: 153, y: 150, flux: 10, pair: 1, separation: 3),
      star(3, x: 400, y: 150, flux: 900), star(4, x: 600, y: 500, flux: 20),
    ],
    patches: [
      .init(id: 1, x: 150, y: 400, radius: 10, amplitudeInSigma: 0.5, amplitude: 5),
      .init(id: 2, x: 500, y: 600, radius: 10, amplitudeInSigma: 3, amplitude: 30),
    ], plain: (x: 320, y: 320))

  @Test(
    "shows double, faintest patch, brightest star, trouble, empty sky and four corners, each at its place"
  )
  func kinds() throws {
    var planner = CropPlanner(troubles: [SIMD2(600, 500)])
    let plan = planner.plan(of: Self.whole)
    func crop(_ reason: String) throws -> CropPlanner.Crop {
      try #require(plan.crops.first { $0.reason == reason }, "\(reason)")
    }
    func middle(_ crop: CropPlanner.Crop) -> [Int] {
      [crop.x + crop.width / 2, crop.y + crop.height / 2]
    }
    #expect(middle(try crop("a tight double star and its neighbours")) == [150, 150])
    #expect(middle(try crop("a faint patch of 0.5 sigma")) == [150, 400])
    #expect(middle(try crop("the brightest star")) == [400, 150])
    #expect(middle(try crop("a star that an output lost or invented")) == [600, 500])
    let sky = try crop("an empty piece of sky")
    #expect([sky.x, sky.y, sky.width, sky.height] == [320, 320, 96, 96])
    for (name, x, y) in [
      ("top left", 0, 0), ("top right", 704, 0), ("bottom left", 0, 704),
      ("bottom right", 704, 704),
    ] {
      let corner = try crop("the \(name) corner")
      #expect([corner.x, corner.y, corner.width, corner.height] == [x, y, 64, 64])
    }
    #expect(plan.crops.count == 9 && plan.leftOut.isEmpty)
    planner.most = 1
    #expect(planner.plan(of: Self.whole).crops.count == 1)
  }

  @Test("keeps within its pixels, the most telling first, and names what it left out")
  func budget() {
    var planner = CropPlanner()
    planner.pixels = 2 * 160 * 160 + 64 * 64
    let plan = planner.plan(of: Self.whole)
    #expect(plan.crops.map(\.width) == [160, 160, 64])
    #expect(
      plan.leftOut == [
        "the brightest star", "an empty piece of sky", "the top right corner",
        "the bottom left corner", "the bottom right corner",
      ])
  }

  @Test("tells two reasons of one place instead of showing it twice")
  func shared() {
    let scene = Self.scene(
      side: 160, sources: [Self.star(1, x: 80, y: 80, flux: 5)], plain: (x: 32, y: 32))
    let crops = CropPlanner().plan(of: scene).crops
    #expect(crops.count == 1)
    #expect(
      crops.first?.reason
        == "the brightest star; the plainest piece of the frame; the top left corner; the top right corner; the bottom left corner; the bottom right corner"
    )
  }

  @Test("shows a registered frame's corner only where it has pixels")
  func emptyCorner() {
    var image = Self.whole.noisy
    for y in 0..<64 { for x in 0..<48 { image.planes[0][y * image.width + x] = .nan } }
    let scene = EvaluationScene(
      name: "cut", reference: Self.whole.reference, noisy: image, fullScale: 65_535)
    let reasons = CropPlanner().plan(of: scene).crops.map(\.reason)
    #expect(!reasons.contains("the top left corner"))
    #expect(reasons.contains("the top right corner"))
    #expect(
      reasons.first == "the middle; the plainest piece of the frame"
        || reasons.first == "the middle; an empty piece of sky")
  }
}
