import AstroImages
import Evaluation

/// Chooses the places of a scene that are worth a person's look, and says why.
struct CropPlanner {
  /// The side of a crop in pixels, before a frame smaller than it cuts it.
  var side = 160
  /// The most crops of one scene.
  var most = 2
  /// Places of the scene where outputs went wrong: stars lost or invented.
  var troubles: [SIMD2<Double>] = []

  struct Crop: Equatable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
    var reason: String
  }

  /// What the scene is best for first, then where stars went wrong, then its border.
  func crops(of scene: EvaluationScene) -> [Crop] {
    var result: [Crop] = []
    if let catalogue = scene.catalogue {
      let doubles = catalogue.sources.filter {
        $0.pair >= 0 && $0.separation >= 1 && $0.signalToNoise >= 50
      }
      if let tightest = doubles.min(by: {
        ($0.separation, $0.magnitudeDifference, $0.id) < (
          $1.separation, $1.magnitudeDifference, $1.id
        )
      }) {
        result.append(
          crop(scene, tightest.x, tightest.y, "a tight double star and its neighbours"))
      }
    }
    if let patch = scene.patches?.patches.filter({ $0.amplitudeInSigma >= 0.3 })
      .min(by: { ($0.amplitudeInSigma, $0.id) < ($1.amplitudeInSigma, $1.id) })
    {
      result.append(
        crop(scene, patch.x, patch.y, "a faint patch of \(rounded(patch.amplitudeInSigma)) sigma"))
    }
    if result.isEmpty, let catalogue = scene.catalogue {
      // Not cut by the border, if there is one; a galaxy's core is a source as well, and is not called a star.
      let lone = catalogue.sources.filter { !$0.isSaturated && $0.pair < 0 }
      let stars = lone.filter { $0.role != "extended" }
      let inside = stars.filter { isInside(scene, $0) }
      let choice = [inside, stars, lone.filter { isInside(scene, $0) }, lone].first { !$0.isEmpty }
      if let star = choice?.max(by: { ($0.flux, $1.id) < ($1.flux, $0.id) }) {
        let kind = star.role == "extended" ? "source" : "star"
        result.append(crop(scene, star.x, star.y, "the brightest unsaturated \(kind)"))
      }
    }
    if result.isEmpty {
      result.append(
        crop(
          scene, Double(scene.noisy.width) / 2, Double(scene.noisy.height) / 2, "the middle"))
    }
    if let place = troubled(scene, beside: result) { result.append(place) }
    let (right, bottom) = (Double(scene.noisy.width), Double(scene.noisy.height))
    let corners = [(0, 0), (right, 0), (0, bottom), (right, bottom)].map {
      crop(scene, $0.0, $0.1, "the corner, where edges go wrong")
    }
    // A place that is in view already is not worth a second picture.
    let fresh = corners.filter { corner in !result.contains { overlap($0, corner) > 0.5 } }
    if let corner = fresh.first(where: { presence(scene, $0) >= 0.5 }) ?? fresh.first {
      result.append(corner)
    }
    return Array(result.prefix(most))
  }

  /// The place with the most lost and invented stars, where a crop that is there already does not show it.
  private func troubled(_ scene: EvaluationScene, beside known: [Crop]) -> Crop? {
    let places = troubles.map { crop(scene, $0.x, $0.y, "") }
    func count(in crop: Crop) -> Int {
      troubles.count {
        $0.x >= Double(crop.x) && $0.y >= Double(crop.y) && $0.x < Double(crop.x + crop.width)
          && $0.y < Double(crop.y + crop.height)
      }
    }
    let counts = places.map { count(in: $0) }
    guard let most = counts.max(), let index = counts.firstIndex(of: most) else { return nil }
    guard most > (known.map { count(in: $0) }.max() ?? 0),
      !known.contains(where: { overlap($0, places[index]) > 0.5 })
    else { return nil }
    var place = places[index]
    place.reason =
      most == 1
      ? "a star that an output lost or invented" : "where outputs lost or invented \(most) stars"
    return place
  }

  /// The share of a crop that another one shows too.
  private func overlap(_ one: Crop, _ other: Crop) -> Double {
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

  private func crop(
    _ scene: EvaluationScene, _ x: Double, _ y: Double, _ reason: String
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
