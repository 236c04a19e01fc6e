import AstroImages
package import Evaluation

/// Chooses the places of a scene that are worth a person's look, and says why.
package struct CropPlanner {
  /// The side of a crop in pixels, before a frame smaller than it cuts it: of one that shows a place with its surroundings, of
  /// one that shows the place, and of a corner.
  var side = 160
  var smallSide = 96
  var cornerSide = 64
  /// The most crops of one scene, and the most pixels that they may have together.
  package var most = Int.max
  package var pixels = 6 * 160 * 160
  /// Places of the scene where outputs went wrong: stars lost or invented.
  var troubles: [SIMD2<Double>]
  /// Where outputs err.
  var errors: CropErrors?

  package init(troubles: [SIMD2<Double>] = []) { self.troubles = troubles }

  package struct Crop: Equatable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int
    package var reason: String

    package init(x: Int, y: Int, width: Int, height: Int, reason: String) {
      (self.x, self.y, self.width, self.height) = (x, y, width, height)
      self.reason = reason
    }

    init(_ set: CropSet) {
      self.init(x: set.x, y: set.y, width: set.width, height: set.height, reason: set.reason)
    }

    /// The crop's part of a whole frame, row by row.
    func rows<Pixel>(of frame: [Pixel], width frameWidth: Int) -> [Pixel] {
      (y..<y + height).flatMap { row in frame[row * frameWidth + x..<row * frameWidth + x + width] }
    }
  }

  /// The crops of a scene, and what there was no room for.
  package struct Plan: Equatable {
    package var crops: [Crop] = []
    package var leftOut: [String] = []
  }

  /// What the scene is best for first, then where outputs went wrong, then what every frame has: sky and corners.
  package func plan(of scene: EvaluationScene) -> Plan {
    var plan = Plan()
    let subjects = subjects(of: scene)
    for wish in subjects { add(wish, to: &plan) }
    if subjects.isEmpty {
      let (x, y) = (Double(scene.noisy.width) / 2, Double(scene.noisy.height) / 2)
      add(Self.crop(scene, x, y, side, "the middle"), to: &plan)
    }
    if let place = troubled(scene, beside: plan.crops) { add(place, to: &plan) }
    for place in [errors?.seam, errors?.worst].compactMap({ $0 }) {
      add(Self.crop(scene, place.x, place.y, smallSide, place.reason), to: &plan)
    }
    if let sky = PlainSky(scene) {
      let reason = sky.isEmpty ? "an empty piece of sky" : "the plainest piece of the frame"
      add(Self.crop(scene, sky.x, sky.y, PlainSky.side, reason), to: &plan)
    }
    for corner in corners(of: scene) { add(corner, to: &plan) }
    if let place = errors?.median {
      add(Self.crop(scene, place.x, place.y, smallSide, place.reason), to: &plan)
    }
    return plan
  }

  /// The tightest double, the faintest patch that can be seen, the brightest star: what there is of them.
  private func subjects(of scene: EvaluationScene) -> [Crop] {
    var result: [Crop] = []
    let sources = scene.catalogue?.sources ?? []
    let doubles = sources.filter {
      $0.pair >= 0 && $0.separation >= 1 && $0.signalToNoise >= 50
    }
    if let tightest = doubles.min(by: {
      ($0.separation, $0.magnitudeDifference, $0.id) < (
        $1.separation, $1.magnitudeDifference, $1.id
      )
    }) {
      result.append(
        Self.crop(scene, tightest.x, tightest.y, side, "a tight double star and its neighbours"))
    }
    if let patch = scene.patches?.patches.filter({ $0.amplitudeInSigma >= 0.3 })
      .min(by: { ($0.amplitudeInSigma, $0.id) < ($1.amplitudeInSigma, $1.id) })
    {
      result.append(
        Self.crop(
          scene, patch.x, patch.y, side,
          "a faint patch of \(rounded(patch.amplitudeInSigma)) sigma"))
    }
    // Not cut by the border, if there is one; a galaxy's core is a source as well, and is not called a star.
    let stars = sources.filter { $0.role != "extended" }
    let choice = [stars.filter { isInside(scene, $0) }, stars, sources].first { !$0.isEmpty }
    if let star = choice?.max(by: { ($0.flux, $1.id) < ($1.flux, $0.id) }) {
      let kind = star.role == "extended" ? "source" : "star"
      result.append(
        Self.crop(
          scene, star.x, star.y, result.isEmpty ? side : smallSide,
          "the brightest \(kind)\(star.isSaturated ? ", which is saturated" : "")"))
    }
    return result
  }

  /// A place that is in view already is not worth a second picture: what is there gets the reason as well.
  private func add(_ wish: Crop, to plan: inout Plan) {
    if let known = plan.crops.firstIndex(where: { Self.overlap($0, wish) > 0.5 }) {
      plan.crops[known].reason += "; \(wish.reason)"
    } else if plan.crops.count < most,
      plan.crops.reduce(wish.width * wish.height, { $0 + $1.width * $1.height }) <= pixels
    {
      plan.crops.append(wish)
    } else {
      plan.leftOut.append(wish.reason)
    }
  }

  /// The corners of which at least half a crop has pixels: registered frames lack some.
  private func corners(of scene: EvaluationScene) -> [Crop] {
    let (right, bottom) = (Double(scene.noisy.width), Double(scene.noisy.height))
    let corners = [
      ("top left", 0, 0), ("top right", right, 0), ("bottom left", 0, bottom),
      ("bottom right", right, bottom),
    ]
    return corners.map { name, x, y in Self.crop(scene, x, y, cornerSide, "the \(name) corner") }
      .filter { presence(scene, $0) >= 0.5 }
  }

  /// The place with the most lost and invented stars, where a crop that is there already does not show it.
  private func troubled(_ scene: EvaluationScene, beside known: [Crop]) -> Crop? {
    let places = troubles.map { Self.crop(scene, $0.x, $0.y, side, "") }
    func count(in crop: Crop) -> Int {
      troubles.count {
        $0.x >= Double(crop.x) && $0.y >= Double(crop.y) && $0.x < Double(crop.x + crop.width)
          && $0.y < Double(crop.y + crop.height)
      }
    }
    let counts = places.map { count(in: $0) }
    guard let most = counts.max(), let index = counts.firstIndex(of: most) else { return nil }
    guard most > (known.map { count(in: $0) }.max() ?? 0),
      !known.contains(where: { Self.overlap($0, places[index]) > 0.5 })
    else { return nil }
    var place = places[index]
    place.reason =
      most == 1
      ? "a star that an output lost or invented" : "where outputs lost or invented \(most) stars"
    return place
  }

  /// The share of the second crop that the first one shows too.
  static func overlap(_ one: Crop, _ other: Crop) -> Double {
    let width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    let height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    guard width > 0, height > 0 else { return 0 }
    return Double(width * height) / Double(max(1, other.width * other.height))
  }

  private func isInside(_ scene: EvaluationScene, _ source: SourceCatalogue.Source) -> Bool {
    let margin = Double(side) / 4
    return source.x >= margin && source.y >= margin
      && source.x < Double(scene.noisy.width) - margin
      && source.y < Double(scene.noisy.height) - margin
  }

  /// The share of a place's pixels that hold a number.
  private func presence(_ scene: EvaluationScene, _ crop: Crop) -> Double {
    guard let plane = scene.noisy.lightPlanes.first else { return 0 }
    var present = 0
    for y in crop.y..<(crop.y + crop.height) {
      for x in crop.x..<(crop.x + crop.width)
      where scene.noisy.planes[plane][y * scene.noisy.width + x].isFinite {
        present += 1
      }
    }
    return Double(present) / Double(max(1, crop.width * crop.height))
  }

  /// A crop of at most that side around a place, inside the frame.
  static func crop(
    _ scene: EvaluationScene, _ x: Double, _ y: Double, _ side: Int, _ reason: String
  ) -> Crop {
    let (width, height) = (min(side, scene.noisy.width), min(side, scene.noisy.height))
    func start(_ center: Double, _ size: Int, _ extent: Int) -> Int {
      min(max(0, Int(center.rounded()) - size / 2), extent - size)
    }
    return Crop(
      x: start(x, width, scene.noisy.width), y: start(y, height, scene.noisy.height),
      width: width, height: height, reason: reason)
  }

  private func rounded(_ value: Double) -> String {
    String(Double((value * 100).rounded()) / 100)
  }
}
