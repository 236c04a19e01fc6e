import AstroImages
import Checks
import Evaluation

/// The stars of a frame and what every output made of them; empty where the frame has no catalogue.
struct FrameStars: Sendable {
  private(set) var stars: [CropStar] = []

  init(
    _ scene: EvaluationScene, candidates: [String], outputs: [Result<AstroImage, any Error>],
    threads: Int
  ) throws {
    guard let plane = scene.noisy.lightPlanes.first, let fates = try? StarFates(scene, plane: plane)
    else { return }
    stars = fates.known.map {
      var star = CropStar(
        id: $0.id, x: $0.x, y: $0.y, magnitude: $0.magnitude, signalToNoise: $0.signalToNoise,
        width: $0.width, renditions: [])
      star.neighbourDistance = $0.neighbourDistance
      star.isClipped = $0.isClipped
      return star
    }
    let renditions = try parallelMap(outputs.count, threads: threads) {
      slot -> (known: [CropStar.Rendition], invented: [(x: Double, y: Double)])? in
      // A candidate that failed, or whose output has no finite pixel, has rows that say so.
      guard case .success(let image) = outputs[slot], scene.isOnGrid(image) else { return nil }
      return try? fates.renditions(
        of: Sample(scene: scene, denoised: image), candidate: candidates[slot])
    }
    var invented: [CropStar] = []
    for (candidate, found) in zip(candidates, renditions) {
      guard let found else { continue }
      for index in stars.indices { stars[index].renditions.append(found.known[index]) }
      for place in found.invented {
        let near = invented.firstIndex {
          abs($0.x - place.x) < scene.pointSpreadFWHM && abs($0.y - place.y) < scene.pointSpreadFWHM
        }
        let rendition = CropStar.Rendition(candidate: candidate, fate: .invented)
        if let near {
          invented[near].renditions.append(rendition)
        } else {
          invented.append(
            CropStar(
              id: -1 - invented.count, x: place.x, y: place.y, magnitude: nil,
              signalToNoise: nil, width: nil, renditions: [rendition]))
        }
      }
    }
    stars += invented
  }

  /// Where some output lost or invented a star, the untouched input aside.
  var troubles: [SIMD2<Double>] {
    stars.filter { star in
      star.renditions.contains {
        $0.candidate != "identity" && [.lost, .invented, .merged, .split].contains($0.fate)
      }
    }.map { SIMD2($0.x, $0.y) }
  }

  /// The stars of a crop, figures rounded to what can be read; `nil` where the scene has no catalogue.
  func inside(_ crop: CropPlanner.Crop) -> [CropStar]? {
    guard !stars.isEmpty else { return nil }
    return stars.filter {
      $0.x >= Double(crop.x) - 0.5 && $0.y >= Double(crop.y) - 0.5
        && $0.x < Double(crop.x + crop.width) - 0.5 && $0.y < Double(crop.y + crop.height) - 0.5
    }.map { star in
      var star = star
      star.x = rounded(star.x, 100)
      star.y = rounded(star.y, 100)
      star.magnitude = star.magnitude.map { rounded($0, 1000) }
      star.signalToNoise = star.signalToNoise.map { rounded($0, 10) }
      star.width = star.width.map { rounded($0, 1000) }
      star.neighbourDistance = star.neighbourDistance.map { rounded($0, 100) }
      star.renditions = star.renditions.map(rounded)
      return star
    }
  }

  private func rounded(_ rendition: CropStar.Rendition) -> CropStar.Rendition {
    var result = rendition
    result.widthChange = rendition.widthChange.map { rounded($0, 100) }
    result.brightnessChange = rendition.brightnessChange.map { rounded($0, 10) }
    result.ellipticityChange = rendition.ellipticityChange.map { rounded($0, 1000) }
    result.peakChange = rendition.peakChange.map { rounded($0, 100) }
    result.shiftX = rendition.shiftX.map { rounded($0, 1000) }
    result.shiftY = rendition.shiftY.map { rounded($0, 1000) }
    return result
  }

  private func rounded(_ value: Double, _ parts: Double) -> Double {
    (value * parts).rounded() / parts
  }
}
