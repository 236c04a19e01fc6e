import AstroImages
import Evaluation
import SkyMeasurement

/// The faint patches' contrasts against their rings, in units of the sky's noise, in the truth and in the input.
struct PatchContrasts: SceneMeasurement {
  struct Patch: Sendable {
    let truth: Double
    let input: Double
    /// The noise that a contrast has in the input: `sqrt(1/pixels inside + 1/pixels of the ring)`.
    let error: Double
  }

  let patches: [Patch]
  private let inside: [[Int]]
  private let ring: [[Int]]

  init(scene: EvaluationScene, plane: Int) throws {
    guard let labels = scene.patches?.labels else {
      throw NotApplicable("no faint patches in the scene")
    }
    let frames = try scene.measurement(SceneFrames.self, plane: plane)
    let good = try scene.measurement(SceneMasks.self, plane: plane).good
    let sigma = try scene.measurement(SceneNoise.self, plane: plane).skySigma
    guard labels.count == frames.clean.count else {
      throw NotApplicable("the map of patches is not on the input's grid")
    }
    let last = Int(labels.max() ?? 0)
    guard last > 0 else { throw NotApplicable("no faint patches in the scene") }
    var inside = [[Int]](repeating: [], count: last)
    var ring = inside
    for i in labels.indices where good.values[i] {
      let label = Int(labels[i])
      if label > 0 { inside[label - 1].append(i) }
      if label < 0 && -label <= last { ring[-label - 1].append(i) }
    }
    let usable = (0..<last).filter { inside[$0].count >= 60 && ring[$0].count >= 60 }
    guard !usable.isEmpty else {
      throw NotApplicable("no patch has 60 free pixels inside and around")
    }
    self.inside = usable.map { inside[$0] }
    self.ring = usable.map { ring[$0] }
    let truth = Self.contrasts(self.inside, self.ring, frames.clean, sigma)
    let input = Self.contrasts(self.inside, self.ring, frames.noisy, sigma)
    patches = usable.indices.map { k in
      let (a, b) = (inside[usable[k]].count, ring[usable[k]].count)
      return Patch(
        truth: truth[k], input: input[k], error: (1 / Double(a) + 1 / Double(b)).squareRoot())
    }
  }

  /// The middle of a patch's free pixels, in a frame of that width.
  func middle(of patch: Int, width: Int) -> SIMD2<Double> {
    let pixels = inside[patch]
    let sum = pixels.reduce(SIMD2<Double>.zero) {
      $0 + SIMD2(Double($1 % width), Double($1 / width))
    }
    return sum / Double(pixels.count)
  }

  func contrasts(in plane: Plane, sigma: Double) -> [Double] {
    Self.contrasts(inside, ring, plane, sigma)
  }

  private static func contrasts(
    _ inside: [[Int]], _ ring: [[Int]], _ plane: Plane, _ sigma: Double
  ) -> [Double] {
    func mean(_ pixels: [Int]) -> Double {
      Sums.sum(count: pixels.count) { plane.values[pixels[$0]] } / Double(pixels.count)
    }
    return zip(inside, ring).map { (mean($0) - mean($1)) / sigma }
  }
}
